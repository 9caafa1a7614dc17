package llamaline.tokenizer.bpe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.tokenizer.sentencepiece.ModelPiece;
import llamaline.tokenizer.sentencepiece.PieceType;
import llamaline.tokenizer.sentencepiece.SentencePieceModel;

/**
 * Byte-pair encoding by the book, in strings: look at all neighbours, join the best two, begin
 * again. Slow, and plain enough to be believed.
 */
final class QuadraticEncoder {
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Float> scores = new HashMap<>();
    private final List<String> userDefined = new ArrayList<>();

    QuadraticEncoder(byte[] modelFile) {
        List<ModelPiece> pieces = SentencePieceModel.read(modelFile).pieces();
        for (int id = 0; id < pieces.size(); id++) {
            ModelPiece piece = pieces.get(id);
            ids.put(piece.text(), id);
            if (piece.type().isReachedByText()) {
                scores.put(piece.text(), piece.score());
            }
            if (piece.type() == PieceType.USER_DEFINED) {
                userDefined.add(piece.text());
            }
        }
    }

    int[] encode(String text) {
        String marked = text.isEmpty() ? "" : "\u2581" + text.replace(' ', '\u2581');
        List<Symbol> symbols = split(marked);
        for (int best = best(symbols); best >= 0; best = best(symbols)) {
            symbols.set(best, joined(symbols, best));
            symbols.remove(best + 1);
        }
        return symbols.stream()
                .flatMap(symbol -> ids(symbol.text()).stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Symbol> split(String text) {
        List<Symbol> symbols = new ArrayList<>();
        for (int at = 0; at < text.length(); at += symbols.getLast().text().length()) {
            int from = at;
            String character = Character.toString(text.codePointAt(at));
            symbols.add(
                    userDefined.stream()
                            .filter(piece -> text.startsWith(piece, from))
                            .max((a, b) -> Integer.compare(a.length(), b.length()))
                            .map(piece -> new Symbol(piece, true))
                            .orElse(new Symbol(character, false)));
        }
        return symbols;
    }

    private int best(List<Symbol> symbols) {
        int best = -1;
        for (int i = 0; i + 1 < symbols.size(); i++) {
            if (mayJoin(symbols, i) && (best < 0 || score(symbols, i) > score(symbols, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean mayJoin(List<Symbol> symbols, int at) {
        return !symbols.get(at).isFrozen()
                && !symbols.get(at + 1).isFrozen()
                && scores.containsKey(joined(symbols, at).text());
    }

    private float score(List<Symbol> symbols, int at) {
        return scores.getOrDefault(joined(symbols, at).text(), 0f);
    }

    private static Symbol joined(List<Symbol> symbols, int at) {
        return new Symbol(symbols.get(at).text() + symbols.get(at + 1).text(), false);
    }

    private List<Integer> ids(String text) {
        if (scores.containsKey(text)) {
            return List.of(ids.getOrDefault(text, 0));
        }
        List<Integer> bytes = new ArrayList<>();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(ids.getOrDefault("<0x%02X>".formatted(value), 0));
        }
        return bytes;
    }

    private record Symbol(String text, boolean isFrozen) {}
}
