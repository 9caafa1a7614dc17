package llamaline.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Chat transcripts as ids. What a message says stays characters, whatever it spells.
 *
 * <p>Source: meta-llama/codellama, llama/generation.py (chat_completion, dialog_prompt_tokens).
 */
final class ChatLayout {
    private static final String SYSTEM = "system";
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final CodeLlamaTokenizer tokenizer;

    ChatLayout(CodeLlamaTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * @throws ChatLayoutException where the turns are not the layout's
     */
    int[] encode(List<ChatMessage> messages, ChatFormat format) {
        return encode(messages, format, USER);
    }

    /**
     * As {@link #encode}, with an answer at the end that has no end yet.
     *
     * @throws ChatLayoutException where the turns are not the layout's, or the last is not the
     *     assistant's
     */
    int[] encodeBegun(List<ChatMessage> messages, ChatFormat format) {
        return encode(messages, format, ASSISTANT);
    }

    private int[] encode(List<ChatMessage> messages, ChatFormat format, String last) {
        if (messages.isEmpty()) {
            throw new ChatLayoutException("there must be a message");
        }
        boolean hasSystem = messages.getFirst().isFrom(SYSTEM);
        checkTurns(hasSystem ? messages.subList(1, messages.size()) : messages, last);
        return switch (format) {
            case INST -> encodeInst(hasSystem ? withSystemInside(messages) : messages);
            case SOURCE_STEP -> encodeSourceStep(hasSystem ? messages : withSystem(messages));
        };
    }

    private static void checkTurns(List<ChatMessage> turns, String last) {
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).isFrom(i % 2 == 0 ? USER : ASSISTANT)) {
                throw new ChatLayoutException("roles must alternate");
            }
        }
        if (turns.isEmpty() || !turns.getLast().isFrom(last)) {
            throw new ChatLayoutException("last message must be from " + last);
        }
    }

    /** The system's turn becomes the beginning of the user's first. */
    private static List<ChatMessage> withSystemInside(List<ChatMessage> messages) {
        String content =
                "<<SYS>>\n%s\n<</SYS>>\n\n%s"
                        .formatted(messages.get(0).content(), messages.get(1).content());
        List<ChatMessage> turns = new ArrayList<>(messages.subList(1, messages.size()));
        turns.set(0, new ChatMessage(USER, content));
        return turns;
    }

    /** Each question with its answer is one text; the last one is without an end. */
    private int[] encodeInst(List<ChatMessage> turns) {
        var ids = new IdList(64);
        for (int i = 0; i < turns.size(); i += 2) {
            String text = "[INST] " + WhiteSpace.strip(turns.get(i).content()) + " [/INST]";
            if (i + 1 < turns.size()) {
                text += " " + WhiteSpace.strip(turns.get(i + 1).content());
            }
            boolean isEnded = i + 2 < turns.size();
            ids.add(tokenizer.bosId());
            ids.addAll(tokenizer.encode(isEnded ? text + " " : text, ControlTokens.PLAIN));
            if (isEnded) {
                ids.add(tokenizer.eosId());
            }
        }
        return ids.toArray();
    }

    private static List<ChatMessage> withSystem(List<ChatMessage> messages) {
        List<ChatMessage> turns = new ArrayList<>(messages.size() + 1);
        turns.add(new ChatMessage(SYSTEM, ""));
        turns.addAll(messages);
        return turns;
    }

    private int[] encodeSourceStep(List<ChatMessage> turns) {
        int step = tokenizer.requiredId(SpecialTokens.STEP);
        var ids = new IdList(64);
        ids.add(tokenizer.bosId());
        for (int i = 0; i < turns.size(); i++) {
            ChatMessage turn = turns.get(i);
            ids.addAll(tokenizer.encodeContinuation(" Source: " + turn.role()));
            if (!turn.content().isEmpty()) {
                String body = "\n\n " + WhiteSpace.strip(turn.content());
                ids.addAll(tokenizer.encodeContinuation(body));
            }
            if (i + 1 == turns.size() && turn.isFrom(ASSISTANT)) {
                return ids.toArray();
            }
            ids.add(step);
        }
        ids.addAll(tokenizer.encodeContinuation(" Source: assistant\nDestination: user"));
        ids.addAll(tokenizer.encodeContinuation("\n\n "));
        return ids.toArray();
    }
}
