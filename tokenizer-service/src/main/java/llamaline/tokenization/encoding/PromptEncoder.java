package llamaline.tokenization.encoding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import llamaline.tokenization.models.ModelTokenizer;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.prompt.ChatTemplate;
import llamaline.tokenizer.prompt.ChatTemplateException;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.tokenizer.prompt.InfillLayout;
import llamaline.v1.Chat;
import llamaline.v1.ChatFormat;
import llamaline.v1.CompletionText;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.Infill;
import llamaline.v1.InfillOrder;
import llamaline.v1.TokenIds;
import llamaline.v1.Truncation;

/**
 * From a request's text, infill, chat or ids to the ids that the model reads. The same request and
 * model always give the same. Stateless.
 */
public final class PromptEncoder {
    private static final String PROMPT = "prompt";
    private static final String MESSAGES = "messages";

    /** More fits no context, but would take hundreds of megabytes to encode. */
    private static final int MOST_TEXT_BYTES = 5 * 1024 * 1024;

    private PromptEncoder() {}

    /** Encodes, or says why that cannot be. */
    public static EncodingResult encode(GenerationRequest request, ModelTokenizer model) {
        Optional<Failure> unsupported = unsupported(request, model).or(() -> tooMuchText(request));
        if (unsupported.isPresent()) {
            return new EncodingResult.Refused(unsupported.get());
        }
        try {
            return checked(request, ids(request, model), model);
        } catch (ChatTemplateException e) {
            return refused(ErrorCode.INVALID_PROMPT, String.valueOf(e.getMessage()), MESSAGES);
        }
    }

    private static Optional<Failure> unsupported(GenerationRequest request, ModelTokenizer model) {
        return switch (request.getPromptCase()) {
            case INFILL -> infillRefusal(model);
            case CHAT -> chatRefusal(model);
            case COMPLETION, IDS -> Optional.empty();
            case PROMPT_NOT_SET ->
                    failure(
                            ErrorCode.INVALID_PROMPT,
                            "The request has no prompt: completion, infill, chat or ids.",
                            PROMPT);
        };
    }

    private static Optional<Failure> infillRefusal(ModelTokenizer model) {
        if (model.card().getInfill()) {
            return Optional.empty();
        }
        return failure(
                ErrorCode.INFILL_UNSUPPORTED,
                "The model '%s' cannot infill: %s"
                        .formatted(model.name(), model.card().getInfillRefusal()),
                "suffix");
    }

    private static Optional<Failure> chatRefusal(ModelTokenizer model) {
        if (chatFormat(model).isPresent()) {
            return Optional.empty();
        }
        return failure(
                ErrorCode.CHAT_UNSUPPORTED,
                "The model '%s' has no chat format; completions work.".formatted(model.name()),
                MESSAGES);
    }

    private static Optional<Failure> tooMuchText(GenerationRequest request) {
        int bytes =
                switch (request.getPromptCase()) {
                    case COMPLETION -> request.getCompletion().getSerializedSize();
                    case INFILL -> request.getInfill().getSerializedSize();
                    case CHAT -> request.getChat().getSerializedSize();
                    case IDS, PROMPT_NOT_SET -> 0;
                };
        if (bytes <= MOST_TEXT_BYTES) {
            return Optional.empty();
        }
        String message =
                "The prompt has %d bytes of text; at most %d are allowed."
                        .formatted(bytes, MOST_TEXT_BYTES);
        return failure(ErrorCode.INVALID_PROMPT, message, request.hasChat() ? MESSAGES : PROMPT);
    }

    private static TokenIds ids(GenerationRequest request, ModelTokenizer model) {
        CodeLlamaTokenizer tokenizer = model.tokenizer();
        return switch (request.getPromptCase()) {
            case COMPLETION -> message(completion(request.getCompletion(), tokenizer));
            case INFILL -> message(infill(request.getInfill(), tokenizer));
            case CHAT -> message(chat(request.getChat(), model));
            case IDS -> request.getIds();
            case PROMPT_NOT_SET -> TokenIds.getDefaultInstance();
        };
    }

    private static int[] completion(CompletionText completion, CodeLlamaTokenizer tokenizer) {
        ControlTokens control =
                completion.getParseSpecial() ? ControlTokens.PARSE : ControlTokens.PLAIN;
        return completion.getOmitSpecialTokens()
                ? tokenizer.encode(completion.getText(), control)
                : tokenizer.encodePrompt(completion.getText(), control);
    }

    private static int[] infill(Infill infill, CodeLlamaTokenizer tokenizer) {
        var order =
                infill.getOrder() == InfillOrder.SUFFIX_PREFIX_MIDDLE
                        ? InfillLayout.SUFFIX_PREFIX_MIDDLE
                        : InfillLayout.PREFIX_SUFFIX_MIDDLE;
        return tokenizer.encodeInfill(infill.getPrefix(), infill.getSuffix(), order);
    }

    private static int[] chat(Chat chat, ModelTokenizer model) {
        var messages =
                chat.getMessagesList().stream()
                        .map(m -> new ChatTurn(m.getRole(), m.getContent()))
                        .toList();
        var format = chatFormat(model).orElseThrow();
        int[] ids = model.tokenizer().encodeChat(messages, format, chat.getContinueFinalMessage());
        return chat.getAddSpecialTokens()
                ? model.tokenizer().buildInputsWithSpecialTokens(ids)
                : ids;
    }

    private static Optional<ChatTemplate> chatFormat(ModelTokenizer model) {
        ChatFormat format = model.card().getChatFormat();
        return switch (format) {
            case INST -> Optional.of(ChatTemplate.INST);
            case SOURCE_STEP -> Optional.of(ChatTemplate.SOURCE_STEP);
            case NO_CHAT, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static EncodingResult checked(
            GenerationRequest request, TokenIds all, ModelTokenizer model) {
        TokenIds ids = request.hasTruncation() ? truncated(all, request.getTruncation()) : all;
        List<Integer> prompt = ids.getIdsList();
        String param = request.hasChat() ? MESSAGES : PROMPT;
        if (prompt.isEmpty()) {
            String message = "A prompt of token ids must hold at least one.";
            return refused(ErrorCode.INVALID_PROMPT, message, param);
        }
        return new IdChecks(model.card())
                .first(prompt, request.getResume().getIdsList(), param)
                .<EncodingResult>map(EncodingResult.Refused::new)
                .orElseGet(() -> new EncodingResult.Ids(ids, StopIds.of(request, prompt, model)));
    }

    private static TokenIds truncated(TokenIds ids, Truncation truncation) {
        int count = ids.getIdsCount();
        int kept = Math.min(count, Math.max(1, truncation.getMost()));
        int from = truncation.getKeepsBeginning() ? 0 : count - kept;
        return TokenIds.newBuilder().addAllIds(ids.getIdsList().subList(from, from + kept)).build();
    }

    private static TokenIds message(int[] ids) {
        TokenIds.Builder message = TokenIds.newBuilder();
        IntStream.of(ids).forEach(message::addIds);
        return message.build();
    }

    private static EncodingResult refused(ErrorCode code, String message, String param) {
        return new EncodingResult.Refused(Failures.of(code, message, param));
    }

    private static Optional<Failure> failure(ErrorCode code, String message, String param) {
        return Optional.of(Failures.of(code, message, param));
    }
}
