package llamaline.tokenization.kafka;

import com.google.protobuf.MessageLite;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import llamaline.tokenization.encoding.EncodingResult;
import llamaline.v1.Encoded;
import llamaline.v1.Failure;
import llamaline.v1.Finished;
import llamaline.v1.GenerationRequest;
import llamaline.v1.ReplyTo;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Tells who asked what became of the prompt, on the partition that the request names. */
@ApplicationScoped
public class TokenEventPublisher {
    private final MutinyEmitter<MessageLite> tokens;
    private final SourceId source;

    /** Writes to a channel whose waiting messages are bounded by {@link InFlight}. */
    TokenEventPublisher(
            @Channel("tokens") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<MessageLite> tokens,
            SourceId source) {
        this.tokens = tokens;
        this.source = source;
    }

    /** Completes when the broker has it. */
    CompletionStage<Void> encoded(GenerationRequest request, EncodingResult.Ids ids) {
        Encoded encoded =
                Encoded.newBuilder()
                        .addAllPromptIds(ids.prompt().getIdsList())
                        .addAllStopIds(ids.stopIds())
                        .build();
        return send(request, event(request).setEncoded(encoded).build());
    }

    /** Completes when the broker has it. */
    CompletionStage<Void> failed(GenerationRequest request, Failure failure) {
        Finished finished = Finished.newBuilder().setFailure(failure).build();
        return send(request, event(request).setFinished(finished).build());
    }

    private static TokenEvent.Builder event(GenerationRequest request) {
        return TokenEvent.newBuilder()
                .setRequestId(request.getRequestId())
                .setAttempt(request.getAttempt())
                .setGatewayId(request.getReplyTo().getGatewayId());
    }

    private CompletionStage<Void> send(GenerationRequest request, TokenEvent event) {
        ReplyTo to = request.getReplyTo();
        MessageLite events =
                TokenEvents.newBuilder().setSourceId(source.value()).addEvents(event).build();
        var metadata =
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(to.getTopic())
                        .withPartition(to.getPartition())
                        .build();
        return tokens.sendMessage(Message.of(events).addMetadata(metadata))
                .subscribeAsCompletionStage();
    }
}
