package llamaline.gateway.grpc;

import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.Spelling;
import llamaline.gateway.validation.CompletionCall;
import llamaline.gateway.validation.RequestValidator;
import llamaline.v1.GenerateRequest;

/** Turns a request into a checked call, by the HTTP routes' own validator. */
final class GenerateReader {
    private final RequestValidator validator;

    GenerateReader(RequestValidator validator) {
        this.validator = validator;
    }

    /**
     * Reads and checks a request, which is a completion's or a chat's by the fields that it has.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    CompletionCall read(GenerateRequest request) {
        boolean hasIds = request.getPromptIdsCount() > 0;
        boolean chats = request.getMessagesCount() > 0;
        int given = (request.hasPrompt() ? 1 : 0) + (hasIds ? 1 : 0) + (chats ? 1 : 0);
        if (given != 1) {
            throw RefusedException.ofField(
                    "prompt", "Give one of 'prompt', 'prompt_ids' and 'messages'.");
        }
        RequestFields fields = MessageValue.fields(request);
        return chats
                ? validator.chat(fields, Spelling.GRPC)
                : validator.completion(fields, Spelling.GRPC);
    }
}
