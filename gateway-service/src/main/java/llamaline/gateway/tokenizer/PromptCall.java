package llamaline.gateway.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.ChatMessages;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.request.TextLimit;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.prompt.ChatTemplateException;

/**
 * A call of the route {@code /tokenize}: the field that it gives says whose shape it has.
 *
 * <p>Source: vLLM, entrypoints/openai/protocol.py (TokenizeCompletionRequest, TokenizeChatRequest);
 * llama.cpp, tools/server/README.md (POST /tokenize).
 */
final class PromptCall {
    static final String PROMPT = "prompt";
    static final String MESSAGES = ChatMessages.MESSAGES;
    static final String CONTENT = "content";

    private final RequestFields fields;
    private final RegisteredModel model;

    PromptCall(RequestFields fields, RegisteredModel model) {
        this.fields = fields;
        this.model = model;
    }

    PromptTokens tokens() {
        List<String> given =
                List.of(PROMPT, MESSAGES, CONTENT).stream()
                        .filter(name -> fields.value(name).isPresent())
                        .toList();
        if (given.size() != 1) {
            throw RefusedException.ofField(
                    PROMPT,
                    "Give one of 'prompt' (a string), 'messages' (a chat) and 'content' (a string).");
        }
        return switch (given.getFirst()) {
            case PROMPT -> prompt();
            case MESSAGES -> chat();
            default -> content();
        };
    }

    private PromptTokens prompt() {
        TokenizerRequest request = TokenizerRequest.of(fields, model, true);
        int[] ids = new TextIds(fields, model).of(PROMPT, request.requiredText(PROMPT));
        return ofPrompt(request.tokenizer().buildInputsWithSpecialTokens(ids));
    }

    /**
     * A template has its BOS already: where special tokens are asked for, they come on top of it.
     */
    private PromptTokens chat() {
        TokenizerRequest request = TokenizerRequest.of(fields, model, false);
        fields.value("chat_template")
                .ifPresent(_ -> {
                    throw RefusedException.ofField(
                            "chat_template", "'chat_template' is not supported.");
                });
        ChatMessages chat = ChatMessages.read(fields);
        chat.messages().forEach(message -> TextLimit.require(MESSAGES, message.content()));
        int[] ids = layOut(chat);
        return ofPrompt(request.tokenizer().buildInputsWithSpecialTokens(ids));
    }

    private int[] layOut(ChatMessages chat) {
        try {
            return model.tokenizer()
                    .encodeChat(
                            chat.messages(),
                            model.chatTemplate().orElseThrow(),
                            chat.continueFinalMessage());
        } catch (ChatTemplateException e) {
            throw RefusedException.ofField(MESSAGES, String.valueOf(e.getMessage()));
        }
    }

    private PromptTokens ofPrompt(int[] ids) {
        Optional<List<String>> pieces =
                fields.flag("return_token_strs", false)
                        ? Optional.of(pieces(ids))
                        : Optional.empty();
        return new PromptTokens.OfPrompt(TokenIdLists.list(ids), model.context(), pieces);
    }

    private List<String> pieces(int[] ids) {
        return Arrays.stream(ids).mapToObj(model.tokenizer()::pieceOf).toList();
    }

    private PromptTokens content() {
        boolean adds = fields.flag("add_special", false);
        ControlTokens control =
                PromptFields.parsesSpecial(fields) ? ControlTokens.PARSE : ControlTokens.PLAIN;
        String text = fields.text(CONTENT).orElseThrow();
        TextLimit.require(CONTENT, text);
        int[] ids =
                adds
                        ? model.tokenizer().encodePrompt(text, control)
                        : model.tokenizer().encode(text, control);
        Optional<List<TokenPiece>> pieces =
                fields.flag("with_pieces", false)
                        ? Optional.of(
                                Arrays.stream(ids)
                                        .mapToObj(id -> TokenPiece.of(model.tokenizer(), id))
                                        .toList())
                        : Optional.empty();
        return new PromptTokens.OfContent(TokenIdLists.list(ids), pieces);
    }
}
