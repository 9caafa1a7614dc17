package llamaline.gateway.validation;

import java.util.List;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.CompletionPrompt;
import llamaline.gateway.request.CompletionRequest;
import llamaline.gateway.request.GenerationFields;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.request.TruncationFields;

/** The prompts of a completion, checked and laid out: texts, infillings or ids. */
final class CallPrompts {
    private final CompletionRequest request;
    private final PromptTruncation truncation;

    CallPrompts(CompletionRequest request, PromptTruncation truncation) {
        this.request = request;
        this.truncation = truncation;
    }

    /**
     * Checks each prompt and lays it out.
     *
     * @throws RefusedException where a prompt does not go with the other fields
     */
    List<CallPrompt> checked() {
        return switch (request.prompt()) {
            case CompletionPrompt.Texts prompt ->
                    prompt.texts().stream().map(this::ofText).toList();
            case CompletionPrompt.TokenIds prompt ->
                    prompt.lists().stream().map(ids -> ofIds(prompt.field(), ids)).toList();
        };
    }

    private CallPrompt ofText(String text) {
        boolean isMarked = request.parseSpecial() && FillMarker.isIn(text);
        String suffix = request.suffix();
        if (suffix != null) {
            if (isMarked) {
                throw RefusedException.ofField(
                        CompletionPrompt.PROMPT,
                        "Give either 'suffix' or %s, not both.".formatted(FillMarker.MARKER));
            }
            return infill(text, suffix, CompletionRequest.SUFFIX);
        }
        return isMarked ? ofMarked(text) : plain(text);
    }

    private CallPrompt ofMarked(String text) {
        FillMarker.Split split =
                FillMarker.split(text)
                        .orElseThrow(() ->
                                RefusedException.ofField(
                                        CompletionPrompt.PROMPT,
                                        "%s stands more than once in 'prompt'; at most one is allowed."
                                                .formatted(FillMarker.MARKER)));
        return split.suffix().isEmpty()
                ? plain(split.prefix())
                : infill(split.prefix(), split.suffix(), CompletionPrompt.PROMPT);
    }

    private CallPrompt plain(String text) {
        return new CallPrompt.Text(text, request.parseSpecial(), request.addSpecialTokens());
    }

    private CallPrompt infill(String prefix, String suffix, String param) {
        request.model().requireInfill(param);
        if (request.generation().echo()) {
            throw RefusedException.ofField(
                    GenerationFields.ECHO, "'echo' and infilling do not go together.");
        }
        if (!request.addSpecialTokens()) {
            throw RefusedException.ofField(
                    PromptFields.ADD_SPECIAL_TOKENS,
                    "The layout of an infilling prompt begins with BOS.");
        }
        if (truncation.isWanted()) {
            throw RefusedException.ofField(
                    TruncationFields.MOST,
                    "The layout of an infilling prompt cannot be cut; shorten prefix and suffix.");
        }
        return new CallPrompt.Infill(prefix, suffix, request.infillOrder());
    }

    private CallPrompt ofIds(String field, List<Integer> ids) {
        if (request.suffix() != null) {
            throw RefusedException.ofField(
                    CompletionRequest.SUFFIX, "'suffix' needs a prompt of text, not of token ids.");
        }
        if (ids.isEmpty()) {
            throw RefusedException.ofField(field, "A prompt of token ids must hold at least one.");
        }
        int length = truncation.length(ids.size());
        int context = request.model().context();
        if (length > context) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.CONTEXT_LENGTH_EXCEEDED,
                            "'%s' has %d tokens, but the model's context is %d."
                                    .formatted(field, length, context),
                            field));
        }
        int from = truncation.from(ids.size());
        return new CallPrompt.Ids(ids.subList(from, from + length));
    }
}
