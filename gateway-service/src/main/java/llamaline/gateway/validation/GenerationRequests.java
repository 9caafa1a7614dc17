package llamaline.gateway.validation;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.request.SamplingFields;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.v1.GenerationRequest;
import llamaline.v1.InfillOrder;
import llamaline.v1.SamplingParameters;
import llamaline.v1.Truncation;

/**
 * Writes a checked call as the requests that travel over Kafka. The outside's names of sampling
 * parameters become the inside's here; no other class of this package knows messages.
 */
final class GenerationRequests {
    private GenerationRequests() {}

    /** One request for each prompt and choice, in that order. */
    static List<GenerationRequest> of(CompletionCall call) {
        SamplingParameters sampling = sampling(call);
        List<GenerationRequest> requests = new ArrayList<>();
        for (CallPrompt prompt : call.prompts()) {
            for (int i = 0; i < call.n(); i++) {
                GenerationRequest.Builder request =
                        GenerationRequest.newBuilder()
                                .setModel(call.model().name())
                                .setChoice(requests.size())
                                .setSampling(sampling);
                put(prompt, request);
                put(call.truncation(), request);
                requests.add(request.build());
            }
        }
        return requests;
    }

    private static SamplingParameters sampling(CompletionCall call) {
        SamplingFields fields = call.sampling();
        SamplingParameters.Builder sampling =
                SamplingParameters.newBuilder()
                        .setSeed(call.seed())
                        .setTemperature(fields.temperature())
                        .setTopP(fields.topP())
                        .setTopK(fields.topK())
                        .setMinP(fields.minP())
                        .setRepetitionPenalty(fields.repetitionPenalty())
                        .setPresencePenalty(fields.presencePenalty())
                        .setFrequencyPenalty(fields.frequencyPenalty())
                        .setIgnoreStopIds(fields.ignoreEos())
                        .addAllStopIds(fields.stopTokenIds())
                        .putAllLogitBias(fields.logitBias())
                        .setMaxNewTokens(call.lengths().maxTokens())
                        .setMinNewTokens(call.lengths().minTokens())
                        .setPromptLogprobs(call.logprobs().ofPrompt())
                        .addAllLogprobIds(call.logprobs().tokenIds());
        call.logprobs().alternatives().ifPresent(sampling::setLogprobs);
        return sampling.build();
    }

    private static void put(CallPrompt prompt, GenerationRequest.Builder request) {
        switch (prompt) {
            case CallPrompt.Text text ->
                    request.getCompletionBuilder()
                            .setText(text.text())
                            .setParseSpecial(text.parseSpecial())
                            .setOmitSpecialTokens(!text.addSpecialTokens());
            case CallPrompt.Infill infill ->
                    request.getInfillBuilder()
                            .setPrefix(infill.prefix())
                            .setSuffix(infill.suffix())
                            .setOrder(order(infill.order()));
            case CallPrompt.Chat chat ->
                    request.getChatBuilder()
                            .addAllMessages(
                                    chat.messages().stream()
                                            .map(GenerationRequests::message)
                                            .toList())
                            .setContinueFinalMessage(chat.continueFinalMessage())
                            .setAddSpecialTokens(chat.addSpecialTokens());
            case CallPrompt.Ids ids -> request.getIdsBuilder().addAllIds(ids.ids());
        }
    }

    private static InfillOrder order(llamaline.tokenizer.prompt.InfillLayout order) {
        return switch (order) {
            case PREFIX_SUFFIX_MIDDLE -> InfillOrder.PREFIX_SUFFIX_MIDDLE;
            case SUFFIX_PREFIX_MIDDLE -> InfillOrder.SUFFIX_PREFIX_MIDDLE;
        };
    }

    private static llamaline.v1.ChatMessage message(ChatTurn message) {
        return llamaline.v1.ChatMessage.newBuilder()
                .setRole(message.role())
                .setContent(message.content())
                .build();
    }

    private static void put(PromptTruncation truncation, GenerationRequest.Builder request) {
        if (truncation.isWanted()) {
            request.setTruncation(
                    Truncation.newBuilder()
                            .setMost(truncation.most())
                            .setKeepsBeginning(truncation.keepsBeginning()));
        }
    }
}
