package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.PromptTruncation;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import llamaline.v1.TokenLogprobs;

/**
 * Gives back a prompt as {@code echo} asks for it, whole or by tokens: what stayed of it after
 * truncation.
 *
 * @param prompt where it was ids, special tokens are part of its text
 */
record PromptEcho(CallPrompt prompt, PromptTruncation truncation, CodeLlamaTokenizer tokenizer) {
    /** The text that was given, or what the ids stand for. */
    String text(List<Integer> ids) {
        return switch (prompt) {
            case CallPrompt.Text text -> mayBeCut(ids) ? joined(parts(ids)) : text.text();
            case CallPrompt.Ids _ -> tokenizer.decode(toArray(ids), false);
            case CallPrompt.Infill infill -> infill.prefix() + infill.suffix();
            case CallPrompt.Chat _ -> throw new IllegalArgumentException("a chat has no echo");
        };
    }

    /**
     * The prompt's tokens; their texts, joined, are {@code text} wherever the ids can spell it.
     *
     * @param logprobs of all ids but the first
     */
    List<GeneratedToken> tokens(List<Integer> ids, List<TokenLogprobs> logprobs) {
        List<String> parts = parts(ids);
        List<GeneratedToken> tokens = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            boolean hasLogprobs = i > 0 && i <= logprobs.size();
            TokenLogprobs own = hasLogprobs ? logprobs.get(i - 1) : null;
            tokens.add(new GeneratedToken(ids.get(i), parts.get(i), own));
        }
        return tokens;
    }

    /**
     * Tells whether as many ids stayed as may stay: then their texts are all that is known to be
     * left.
     */
    private boolean mayBeCut(List<Integer> ids) {
        return truncation.isWanted() && ids.size() == truncation.most();
    }

    private List<String> parts(List<Integer> ids) {
        ContinuationDecoder decoder =
                tokenizer.continuation(new int[0], !(prompt instanceof CallPrompt.Ids));
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String part = decoder.accept(ids.get(i));
            parts.add(i == ids.size() - 1 ? part + decoder.finish() : part);
        }
        if (hasSpaceInFront(joined(parts), ids)) {
            dropFirstSpace(parts);
        }
        return parts;
    }

    private boolean hasSpaceInFront(String joined, List<Integer> ids) {
        if (!joined.startsWith(" ")) {
            return false;
        }
        if (prompt instanceof CallPrompt.Text text
                && mayBeCut(ids)
                && truncation.keepsBeginning()) {
            return spacesInFront(joined) > spacesInFront(text.text());
        }
        return joined.length() == given(ids).length() + 1;
    }

    private String given(List<Integer> ids) {
        return prompt instanceof CallPrompt.Text text ? text.text() : text(ids);
    }

    private static int spacesInFront(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) == ' ') {
            count++;
        }
        return count;
    }

    private static String joined(List<String> parts) {
        return String.join("", parts);
    }

    /** The space that every text gets in front before it is cut into pieces. */
    private static void dropFirstSpace(List<String> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                parts.set(i, parts.get(i).substring(1));
                return;
            }
        }
    }

    private static int[] toArray(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
