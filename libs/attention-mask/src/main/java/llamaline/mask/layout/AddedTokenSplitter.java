package llamaline.mask.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.special.AddedToken;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text at the special and added tokens that are spelled in it, the longest where two begin
 * alike. Immutable.
 *
 * <p>Source: Hugging Face tokenizers 0.22.2, added_vocabulary.rs.
 */
final class AddedTokenSplitter {
    private final Map<String, AddedToken> tokens = new HashMap<>();
    private final Pattern anyToken;

    /** A part of a text: plain characters, or one token. */
    sealed interface Part {
        /**
         * Plain characters.
         *
         * @param text not empty
         * @param isFirst whether the part stands at the text's very beginning
         */
        record Plain(String text, boolean isFirst) implements Part {}

        record Special(String piece) implements Part {}
    }

    AddedTokenSplitter(CodeLlamaTokenizer tokenizer, TokenizerOptions options) {
        add(tokenizer.pieceOf(tokenizer.bosId()), tokenizer.bosId());
        add(tokenizer.pieceOf(tokenizer.eosId()), tokenizer.eosId());
        add(tokenizer.pieceOf(tokenizer.unknownId()), tokenizer.unknownId());
        if (options.kind() == TokenizerKind.CODE_LLAMA) {
            Consumer<OptionalInt> sentinel =
                    id -> id.ifPresent(present -> add(tokenizer.pieceOf(present), present));
            sentinel.accept(tokenizer.prefixId());
            sentinel.accept(tokenizer.suffixId());
            sentinel.accept(tokenizer.middleId());
            sentinel.accept(tokenizer.eotId());
        }
        options.addedTokens().forEach(piece -> tokens.put(piece.piece(), piece));
        anyToken =
                Pattern.compile(
                        tokens.keySet().stream()
                                .sorted(Comparator.comparingInt(String::length).reversed())
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|")));
    }

    private void add(String piece, int id) {
        tokens.put(piece, new AddedToken(id, piece, false, false, true));
    }

    List<Part> cut(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = anyToken.matcher(text);
        AddedToken before = null;
        int from = 0;
        while (matcher.find()) {
            AddedToken piece = tokens.get(matcher.group());
            addPlain(text, stripped(text, from, matcher.start(), before, piece), parts);
            parts.add(new Part.Special(matcher.group()));
            before = piece;
            from = matcher.end();
        }
        addPlain(text, stripped(text, from, text.length(), before, null), parts);
        return parts;
    }

    private record Stretch(int from, int to) {}

    /** Narrows a range by the white space that the tokens before and after it claim. */
    private static Stretch stripped(
            String text,
            int from,
            int to,
            @Nullable AddedToken before,
            @Nullable AddedToken after) {
        int start = from;
        int end = to;
        while (before != null && before.rstrip() && start < end && isWhiteSpace(text, start)) {
            start++;
        }
        while (after != null && after.lstrip() && start < end && isWhiteSpace(text, end - 1)) {
            end--;
        }
        return new Stretch(start, end);
    }

    private static void addPlain(String text, Stretch stretch, List<Part> parts) {
        if (stretch.from < stretch.to) {
            parts.add(new Part.Plain(text.substring(stretch.from, stretch.to), stretch.from == 0));
        }
    }

    /** Tells whether the character has Unicode's property White_Space. */
    private static boolean isWhiteSpace(String text, int at) {
        char character = text.charAt(at);
        return Character.isSpaceChar(character)
                || (character >= '\t' && character <= '\r')
                || character == '\u0085';
    }
}
