package llamaline.tokenizer.prompt;

import java.util.ArrayList;
import java.util.List;
import llamaline.tokenizer.bpe.BytePairEncoder;
import llamaline.tokenizer.bpe.IdList;
import llamaline.tokenizer.special.SpecialTokens;
import llamaline.tokenizer.special.WhiteSpace;

/**
 * Encodes chats as a model's chat template lays them out. Control tokens spelled in a message stay
 * characters. Immutable and thread-safe.
 *
 * <p>Source: meta-llama/codellama, llama/generation.py (chat_completion, dialog_prompt_tokens).
 */
public final class ChatEncoder {
    private static final String SYSTEM = "system";
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final BytePairEncoder encoder;
    private final SpecialTokens special;

    public ChatEncoder(BytePairEncoder encoder, SpecialTokens special) {
        this.encoder = encoder;
        this.special = special;
    }

    /**
     * Encodes a chat up to where the model goes on.
     *
     * @param continueFinalMessage whether the model continues the assistant's last message, which
     *     is then left without its end; else it answers the user's
     * @throws ChatTemplateException where the messages are not system (first only), then user and
     *     assistant by turns, or the last is from the wrong role
     * @throws IllegalStateException where the model lacks a piece of the template
     */
    public int[] encode(
            List<ChatTurn> messages, ChatTemplate template, boolean continueFinalMessage) {
        String last = continueFinalMessage ? ASSISTANT : USER;
        if (messages.isEmpty()) {
            throw new ChatTemplateException("there must be a message");
        }
        boolean hasSystem = messages.getFirst().isFrom(SYSTEM);
        checkTurns(hasSystem ? messages.subList(1, messages.size()) : messages, last);
        return switch (template) {
            case INST -> encodeInst(hasSystem ? withSystemInside(messages) : messages);
            case SOURCE_STEP -> encodeSourceStep(hasSystem ? messages : withSystem(messages));
        };
    }

    private static void checkTurns(List<ChatTurn> turns, String last) {
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).isFrom(i % 2 == 0 ? USER : ASSISTANT)) {
                throw new ChatTemplateException("roles must alternate");
            }
        }
        if (turns.isEmpty() || !turns.getLast().isFrom(last)) {
            throw new ChatTemplateException("last message must be from " + last);
        }
    }

    /** Makes the system's turn the beginning of the user's first. */
    private static List<ChatTurn> withSystemInside(List<ChatTurn> messages) {
        String content =
                "<<SYS>>\n%s\n<</SYS>>\n\n%s"
                        .formatted(messages.get(0).content(), messages.get(1).content());
        List<ChatTurn> turns = new ArrayList<>(messages.subList(1, messages.size()));
        turns.set(0, new ChatTurn(USER, content));
        return turns;
    }

    /**
     * Encodes each user turn with the assistant's reply as one text; the last one is left without
     * an end.
     */
    private int[] encodeInst(List<ChatTurn> turns) {
        var ids = new IdList(64);
        for (int i = 0; i < turns.size(); i += 2) {
            String text = "[INST] " + WhiteSpace.strip(turns.get(i).content()) + " [/INST]";
            if (i + 1 < turns.size()) {
                text += " " + WhiteSpace.strip(turns.get(i + 1).content());
            }
            boolean isEnded = i + 2 < turns.size();
            ids.add(special.bosId());
            ids.addAll(encoder.encode(isEnded ? text + " " : text));
            if (isEnded) {
                ids.add(special.eosId());
            }
        }
        return ids.toArray();
    }

    private static List<ChatTurn> withSystem(List<ChatTurn> messages) {
        List<ChatTurn> turns = new ArrayList<>(messages.size() + 1);
        turns.add(new ChatTurn(SYSTEM, ""));
        turns.addAll(messages);
        return turns;
    }

    private int[] encodeSourceStep(List<ChatTurn> turns) {
        int step = special.requiredId(SpecialTokens.STEP);
        var ids = new IdList(64);
        ids.add(special.bosId());
        for (int i = 0; i < turns.size(); i++) {
            ChatTurn turn = turns.get(i);
            ids.addAll(encoder.encodeContinuation(" Source: " + turn.role()));
            if (!turn.content().isEmpty()) {
                String body = "\n\n " + WhiteSpace.strip(turn.content());
                ids.addAll(encoder.encodeContinuation(body));
            }
            if (i + 1 == turns.size() && turn.isFrom(ASSISTANT)) {
                return ids.toArray();
            }
            ids.add(step);
        }
        ids.addAll(encoder.encodeContinuation(" Source: assistant\nDestination: user"));
        ids.addAll(encoder.encodeContinuation("\n\n "));
        return ids.toArray();
    }
}
