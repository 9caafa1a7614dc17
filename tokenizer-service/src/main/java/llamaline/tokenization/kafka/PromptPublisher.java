package llamaline.tokenization.kafka;

import com.google.protobuf.MessageLite;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.tokenization.encoding.EncodingResult;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.GenerationRequest;
import llamaline.v1.SamplingParameters;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Hands prompts to the workers of their model. */
@ApplicationScoped
public class PromptPublisher {
    private final MutinyEmitter<MessageLite> prompts;
    private final InstantSource clock;

    /** Writes to a channel whose waiting messages are bounded by {@link InFlight}. */
    PromptPublisher(
            @Channel("prompts") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<MessageLite> prompts,
            InstantSource clock) {
        this.prompts = prompts;
        this.clock = clock;
    }

    /** Completes when the broker has it. */
    CompletionStage<Void> publish(
            GenerationRequest request, EncodingResult.Ids encoding, TraceContext trace) {
        Headers headers = new RecordHeaders();
        trace.putInto(headers);
        MessageLite prompt = prompt(request, encoding);
        var metadata =
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(Topics.prompts(request.getModel()).name())
                        .withKey(request.getRequestId())
                        .withHeaders(headers)
                        .build();
        return prompts.sendMessage(Message.of(prompt).addMetadata(metadata))
                .subscribeAsCompletionStage();
    }

    /** The stop ids that are left are not to be ignored. */
    private static SamplingParameters sampling(
            GenerationRequest request, EncodingResult.Ids encoding) {
        SamplingParameters given = request.getSampling();
        boolean stops = given.getIgnoreStopIds() && !encoding.stopIds().isEmpty();
        return stops ? given.toBuilder().setIgnoreStopIds(false).build() : given;
    }

    private EncodedPrompt prompt(GenerationRequest request, EncodingResult.Ids encoding) {
        return EncodedPrompt.newBuilder()
                .setRequestId(request.getRequestId())
                .setModel(request.getModel())
                .setAttempt(request.getAttempt())
                .setChoice(request.getChoice())
                .setDeadlineEpochMillis(request.getDeadlineEpochMillis())
                .setReplyTo(request.getReplyTo())
                .setSampling(sampling(request, encoding))
                .addAllPromptIds(encoding.prompt().getIdsList())
                .addAllResumeIds(request.getResume().getIdsList())
                .addAllStopIds(encoding.stopIds())
                .setPublishedEpochMillis(clock.millis())
                .build();
    }
}
