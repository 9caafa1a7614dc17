package llamaline.gateway.grpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.request.RequestValidator;
import llamaline.v1.GenerateRequest;
import org.jspecify.annotations.Nullable;

/** From a request to a checked call, by the HTTP routes' own validator. */
final class GenerateReader {
    private static final String PROMPT = "prompt";
    private static final String PROMPT_IDS = "prompt_ids";
    private static final String LOGPROBS = "logprobs";
    private static final String TOP_LOGPROBS = "top_logprobs";

    private final RequestValidator validator;

    GenerateReader(RequestValidator validator) {
        this.validator = validator;
    }

    /**
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    CompletionCall read(GenerateRequest request) {
        boolean hasIds = request.getPromptIdsCount() > 0;
        boolean chats = request.getMessagesCount() > 0;
        int given = (request.hasPrompt() ? 1 : 0) + (hasIds ? 1 : 0) + (chats ? 1 : 0);
        if (given != 1) {
            throw new RefusedException(
                    Refusal.ofField(PROMPT, "Give one of 'prompt', 'prompt_ids' and 'messages'."));
        }
        ObjectNode body = MessageJson.of(request);
        try {
            return chats ? chat(body, request) : completion(body, hasIds);
        } catch (RefusedException e) {
            Refusal refusal = e.refusal();
            String param = hasIds || chats ? renamed(refusal.param(), hasIds) : refusal.param();
            throw new RefusedException(new Refusal(refusal.code(), refusal.message(), param));
        }
    }

    private CompletionCall completion(ObjectNode body, boolean hasIds) {
        if (hasIds) {
            body.set(PROMPT, body.remove(PROMPT_IDS));
        }
        return validator.completion(body);
    }

    /** The chat route asks for alternatives by another name. */
    private CompletionCall chat(ObjectNode body, GenerateRequest request) {
        if (request.hasLogprobs()) {
            body.put(LOGPROBS, true).put(TOP_LOGPROBS, request.getLogprobs());
        }
        return validator.chat(body);
    }

    /** Back to the message's own name. */
    private static @Nullable String renamed(@Nullable String param, boolean hasIds) {
        Map<String, String> names =
                hasIds ? Map.of(PROMPT, PROMPT_IDS) : Map.of(TOP_LOGPROBS, LOGPROBS);
        return param == null ? null : names.getOrDefault(param, param);
    }
}
