package llamaline.gateway.validation;

import java.util.List;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.tokenizer.prompt.InfillLayout;

/** One prompt of a checked call. */
public sealed interface CallPrompt {
    /** Returns the prompt's length, in characters or ids. */
    long length();

    /**
     * Text to go on from.
     *
     * @param parseSpecial whether spelled control tokens become their ids
     * @param addSpecialTokens whether it gets BOS and EOS as the model's settings have it
     */
    record Text(String text, boolean parseSpecial, boolean addSpecialTokens) implements CallPrompt {
        @Override
        public long length() {
            return text.length();
        }
    }

    /** Two texts between which something is to be filled in. */
    record Infill(String prefix, String suffix, InfillLayout order) implements CallPrompt {
        @Override
        public long length() {
            return (long) prefix.length() + suffix.length();
        }
    }

    /**
     * The messages of a chat so far.
     *
     * @param messages at least one; the completion is the next
     * @param continueFinalMessage whether the last message is the completion's beginning
     * @param addSpecialTokens whether BOS and EOS are added to what the template has
     */
    record Chat(List<ChatTurn> messages, boolean continueFinalMessage, boolean addSpecialTokens)
            implements CallPrompt {
        public Chat {
            messages = List.copyOf(messages);
        }

        @Override
        public long length() {
            return messages.stream().mapToLong(message -> message.content().length()).sum();
        }
    }

    /** Token ids, used verbatim; at least one. */
    record Ids(List<Integer> ids) implements CallPrompt {
        public Ids {
            ids = List.copyOf(ids);
        }

        @Override
        public long length() {
            return ids.size();
        }
    }
}
