package llamaline.mask.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.mask.MaskInputException;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.prompt.InfillLayout;

/**
 * Cuts a text into pieces, without BOS, by each {@link PieceRule}. Immutable and thread-safe.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_code_llama_fast.py (encode_plus), and
 * 5.23.0, tokenization_code_llama.py.
 */
final class TextPieces {
    static final String FILL = "<FILL_ME>";

    /**
     * A character that no piece begins or ends with, so that text behind it gets no mark in front.
     */
    private static final String ANCHOR = "\u263A";

    private static final char SPACE_MARK = '\u2581';

    private final CodeLlamaTokenizer tokenizer;
    private final TokenizerKind kind;
    private final AddedTokenSplitter splitter;

    TextPieces(CodeLlamaTokenizer tokenizer, TokenizerOptions options) {
        this.tokenizer = tokenizer;
        kind = options.kind();
        splitter = new AddedTokenSplitter(tokenizer, options);
    }

    /**
     * Returns the pieces of a text.
     *
     * @throws MaskInputException where the text has more than one gap to fill, or the model has no
     *     infilling
     */
    List<String> of(String text, PieceRule rule) {
        if (kind == TokenizerKind.CODE_LLAMA && text.contains(FILL)) {
            return filledIn(text, rule);
        }
        return plain(text, rule);
    }

    private List<String> plain(String text, PieceRule rule) {
        return switch (rule) {
            case SERVED -> tokenizer.tokenize(text, ControlTokens.PARSE);
            case TRANSFORMERS_4 -> markEach(text);
            case TRANSFORMERS_5 -> markFirst(text);
        };
    }

    private List<String> filledIn(String text, PieceRule rule) {
        int at = text.indexOf(FILL);
        String prefix = text.substring(0, at);
        String suffix = text.substring(at + FILL.length());
        if (suffix.contains(FILL)) {
            throw new MaskInputException("the text holds %s more than once".formatted(FILL));
        }
        return suffix.isEmpty() ? plain(prefix, rule) : infill(prefix, suffix, rule);
    }

    private List<String> infill(String prefix, String suffix, PieceRule rule) {
        requireInfilling(tokenizer);
        return switch (rule) {
            case SERVED -> {
                int[] ids =
                        tokenizer.encodeInfill(prefix, suffix, InfillLayout.PREFIX_SUFFIX_MIDDLE);
                yield names(Arrays.copyOfRange(ids, 1, ids.length));
            }
            case TRANSFORMERS_4 -> infillPieces(markNone(" " + prefix), markNone(suffix));
            case TRANSFORMERS_5 -> infillPieces(markFirst(" " + prefix), markFirst(suffix));
        };
    }

    private List<String> infillPieces(List<String> prefix, List<String> suffix) {
        List<String> pieces = new ArrayList<>();
        pieces.add(tokenizer.pieceOf(tokenizer.prefixId().orElseThrow()));
        pieces.addAll(prefix);
        pieces.add(tokenizer.pieceOf(tokenizer.suffixId().orElseThrow()));
        pieces.addAll(suffix);
        pieces.add(tokenizer.pieceOf(tokenizer.middleId().orElseThrow()));
        return pieces;
    }

    static void requireInfilling(CodeLlamaTokenizer tokenizer) {
        boolean infills =
                tokenizer.prefixId().isPresent()
                        && tokenizer.suffixId().isPresent()
                        && tokenizer.middleId().isPresent();
        if (!infills) {
            throw new MaskInputException(
                    "infilling needs a model with the pieces ▁<PRE>, ▁<SUF> and ▁<MID>:"
                            + " Code Llama 7B or 13B, base or Instruct");
        }
    }

    /** Returns the pieces of a text that stands behind another one. */
    List<String> continuation(String text) {
        int[] ids = tokenizer.encode(ANCHOR + text, ControlTokens.PLAIN);
        int anchor = tokenizer.encode(ANCHOR, ControlTokens.PLAIN).length;
        return names(Arrays.copyOfRange(ids, anchor, ids.length));
    }

    List<String> names(int[] ids) {
        return Arrays.stream(ids).mapToObj(tokenizer::pieceOf).toList();
    }

    private List<String> markEach(String text) {
        return pieces(text, plain -> tokenizer.tokenize(plain.text(), ControlTokens.PLAIN));
    }

    /**
     * Marks the first part as version 5 does: none before a space, and with LlamaTokenizer each
     * part.
     */
    private List<String> markFirst(String text) {
        return pieces(
                text,
                plain -> {
                    boolean isMarked = plain.isFirst() || kind == TokenizerKind.LLAMA;
                    return isMarked && !beginsWithSpace(plain.text())
                            ? tokenizer.tokenize(plain.text(), ControlTokens.PLAIN)
                            : continuation(plain.text());
                });
    }

    private static boolean beginsWithSpace(String text) {
        return text.charAt(0) == ' ' || text.charAt(0) == SPACE_MARK;
    }

    private List<String> markNone(String text) {
        return pieces(text, plain -> continuation(plain.text()));
    }

    private interface PlainPieces {
        List<String> of(AddedTokenSplitter.Part.Plain plain);
    }

    private List<String> pieces(String text, PlainPieces plainPieces) {
        List<String> pieces = new ArrayList<>();
        for (AddedTokenSplitter.Part part : splitter.cut(text)) {
            switch (part) {
                case AddedTokenSplitter.Part.Plain plain -> pieces.addAll(plainPieces.of(plain));
                case AddedTokenSplitter.Part.Special(String piece) -> pieces.add(piece);
            }
        }
        return pieces;
    }
}
