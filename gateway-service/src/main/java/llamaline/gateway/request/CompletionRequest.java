package llamaline.gateway.request;

import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.tokenizer.prompt.InfillLayout;
import org.jspecify.annotations.Nullable;

/**
 * All fields of a completion as its caller gave them, each of its type and in its range, or by
 * default. Whether they go together is {@code RequestValidator}'s to say. The document {@code
 * docs/openapi.yaml} tells callers the same.
 *
 * @param suffix what stands behind the infilling; null where the prompt does not say so
 * @param parseSpecial whether control tokens that are spelled in a prompt become their ids
 * @param addSpecialTokens whether a text gets BOS and EOS as the model's settings have it
 */
public record CompletionRequest(
        RegisteredModel model,
        CompletionPrompt prompt,
        @Nullable String suffix,
        InfillLayout infillOrder,
        boolean parseSpecial,
        boolean addSpecialTokens,
        GenerationFields generation) {
    public static final String SUFFIX = "suffix";

    /**
     * Reads the fields.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public static CompletionRequest read(
            RequestFields fields, Spelling spelling, RegisteredModel model, Limits limits) {
        GenerationFields generation =
                GenerationFields.read(
                        fields,
                        LengthFields.ofCompletion(fields),
                        LogprobsFields.ofCompletion(fields, model, limits),
                        model,
                        limits);
        return new CompletionRequest(
                model,
                CompletionPrompt.read(fields, spelling, model.vocabulary()),
                fields.text(SUFFIX).orElse(null),
                PromptFields.infillOrder(fields),
                PromptFields.parsesSpecial(fields),
                PromptFields.addsSpecialTokens(fields, true),
                generation);
    }
}
