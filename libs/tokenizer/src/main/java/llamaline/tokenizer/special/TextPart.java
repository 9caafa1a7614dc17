package llamaline.tokenizer.special;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a text in which control tokens are spelled: plain characters or one token. */
public sealed interface TextPart {
    /** Plain characters; never empty. */
    record Plain(String text) implements TextPart {}

    record Control(AddedToken piece) implements TextPart {}

    /**
     * Cuts a text at special tokens, the leftmost first, and strips the white space that they
     * claim.
     *
     * <p>Source: Hugging Face transformers 4.57.6, tokenization_utils.py
     * (PreTrainedTokenizer.tokenize).
     */
    static List<TextPart> cut(String text, SpecialTokens special) {
        List<TextPart> stretches = new ArrayList<>();
        AddedToken before = null;
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            AddedToken piece = special.longestAt(at, text);
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
            @Nullable AddedToken before,
            @Nullable AddedToken after,
            List<TextPart> stretches) {
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
