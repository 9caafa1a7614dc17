package llamaline.gateway.http;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.admission.PromptInput;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ContinuationDecoder;
import llamaline.v1.TokenLogprobs;

/** A prompt's text as {@code echo} returns it, whole or by tokens. */
final class PromptEcho {
    private PromptEcho() {}

    /** The text that was given, or what the ids stand for. */
    static String text(PromptInput prompt, List<Integer> ids, CodeLlamaTokenizer tokenizer) {
        return switch (prompt) {
            case PromptInput.Text text -> text.text();
            case PromptInput.Ids _ -> tokenizer.decode(toArray(ids), false);
            case PromptInput.Infill infill -> infill.prefix() + infill.suffix();
            case PromptInput.Chat _ -> throw new IllegalArgumentException("a chat has no echo");
        };
    }

    /**
     * The prompt's tokens; their texts, joined, are {@code text} wherever the ids can spell it.
     *
     * @param prompt where it was ids, special tokens are part of its text
     * @param logprobs of all ids but the first
     */
    static List<ShownToken> tokens(
            PromptInput prompt,
            List<Integer> ids,
            List<TokenLogprobs> logprobs,
            CodeLlamaTokenizer tokenizer) {
        String text = text(prompt, ids, tokenizer);
        ContinuationDecoder decoder =
                tokenizer.continuation(new int[0], !(prompt instanceof PromptInput.Ids));
        List<ShownToken> tokens = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            String part = decoder.accept(ids.get(i));
            if (i == ids.size() - 1) {
                part += decoder.finish();
            }
            joined.append(part);
            boolean isScored = i > 0 && i <= logprobs.size();
            tokens.add(new ShownToken(ids.get(i), part, isScored ? logprobs.get(i - 1) : null));
        }
        if (joined.length() == text.length() + 1 && joined.charAt(0) == ' ') {
            dropFirstSpace(tokens);
        }
        return tokens;
    }

    /** The space that every text gets in front before it is cut into pieces. */
    private static void dropFirstSpace(List<ShownToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            String part = tokens.get(i).text();
            if (!part.isEmpty()) {
                tokens.set(i, tokens.get(i).withText(part.substring(1)));
                return;
            }
        }
    }

    private static int[] toArray(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
