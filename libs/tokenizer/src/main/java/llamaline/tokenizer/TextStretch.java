package llamaline.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a text in which control tokens are spelled. */
sealed interface TextStretch {
    /** Characters; never empty. */
    record Plain(String text) implements TextStretch {}

    record Control(SpecialPiece piece) implements TextStretch {}

    /**
     * Cuts a text at special tokens, the leftmost first, and strips the white space that they
     * claim.
     *
     * <p>Source: Hugging Face transformers 4.57.6, tokenization_utils.py
     * (PreTrainedTokenizer.tokenize).
     */
    static List<TextStretch> cut(String text, SpecialTokens special) {
        List<TextStretch> stretches = new ArrayList<>();
        SpecialPiece before = null;
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            SpecialPiece piece = special.longestAt(at, text);
            if (piece == null) {
                at++;
                continue;
            }
            addPlain(text.substring(from, at), before, piece, stretches);
            stretches.add(new Control(piece));
            before = piece;
            at += piece.piece().length();
            from = at;
        }
        addPlain(text.substring(from), before, null, stretches);
        return stretches;
    }

    private static void addPlain(
            String text,
            @Nullable SpecialPiece before,
            @Nullable SpecialPiece after,
            List<TextStretch> stretches) {
        String rest = text;
        if (before != null && before.rstrip()) {
            rest = WhiteSpace.stripLeading(rest);
        }
        if (after != null && after.lstrip()) {
            rest = WhiteSpace.stripTrailing(rest);
        }
        if (!rest.isEmpty()) {
            stretches.add(new Plain(rest));
        }
    }
}
