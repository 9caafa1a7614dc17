package llamaline.gateway.request;

import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;

/**
 * All fields of a chat's completion as its caller gave them, each of its type and in its range, or
 * by default. Whether they go together is {@code RequestValidator}'s to say. The document {@code
 * docs/openapi.yaml} tells callers the same.
 *
 * @param addSpecialTokens whether BOS and EOS are added on top of those of the template
 */
public record ChatRequest(
        RegisteredModel model,
        ChatMessages chat,
        boolean addSpecialTokens,
        GenerationFields generation) {
    /**
     * Reads the fields.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public static ChatRequest read(
            RequestFields fields, Spelling spelling, RegisteredModel model, Limits limits) {
        LogprobsFields logprobs =
                switch (spelling) {
                    case HTTP -> LogprobsFields.ofChat(fields, model, limits);
                    case GRPC -> LogprobsFields.ofCompletion(fields, model, limits);
                };
        GenerationFields generation =
                GenerationFields.read(fields, LengthFields.ofChat(fields), logprobs, model, limits);
        return new ChatRequest(
                model,
                ChatMessages.read(fields),
                PromptFields.addsSpecialTokens(fields, false),
                generation);
    }
}
