package llamaline.gateway.request;

import java.util.List;
import llamaline.v1.ChatMessage;
import llamaline.v1.GenerationRequest;
import llamaline.v1.InfillOrder;

/** One prompt, as the caller gave it. */
public sealed interface CallPrompt {
    /** Adds itself to the request that it is the prompt of. */
    void putInto(GenerationRequest.Builder request);

    /** Characters or ids. */
    long length();

    /**
     * Text to go on from.
     *
     * @param parseSpecial whether spelled control tokens become their ids
     * @param bare without BOS and EOS
     */
    record Text(String text, boolean parseSpecial, boolean bare) implements CallPrompt {
        @Override
        public void putInto(GenerationRequest.Builder request) {
            request.getCompletionBuilder()
                    .setText(text)
                    .setParseSpecial(parseSpecial)
                    .setBare(bare);
        }

        @Override
        public long length() {
            return text.length();
        }
    }

    /** What stands between the two is wanted. */
    record Infill(String prefix, String suffix, InfillOrder order) implements CallPrompt {
        @Override
        public void putInto(GenerationRequest.Builder request) {
            request.getInfillBuilder().setPrefix(prefix).setSuffix(suffix).setOrder(order);
        }

        @Override
        public long length() {
            return (long) prefix.length() + suffix.length();
        }
    }

    /**
     * What was said so far.
     *
     * @param messages at least one; the answer is the next
     * @param continues the last message is the answer's beginning
     * @param framed BOS and EOS are added to what the template has
     */
    record Chat(List<ChatMessage> messages, boolean continues, boolean framed)
            implements CallPrompt {
        public Chat {
            messages = List.copyOf(messages);
        }

        @Override
        public void putInto(GenerationRequest.Builder request) {
            request.getChatBuilder()
                    .addAllMessages(messages)
                    .setContinues(continues)
                    .setFramed(framed);
        }

        @Override
        public long length() {
            return messages.stream().mapToLong(message -> message.getContent().length()).sum();
        }
    }

    /** Token ids, used verbatim; at least one. */
    record Ids(List<Integer> ids) implements CallPrompt {
        public Ids {
            ids = List.copyOf(ids);
        }

        @Override
        public void putInto(GenerationRequest.Builder request) {
            request.getIdsBuilder().addAllIds(ids);
        }

        @Override
        public long length() {
            return ids.size();
        }
    }
}
