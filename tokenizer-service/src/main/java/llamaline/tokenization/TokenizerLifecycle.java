package llamaline.tokenization;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import llamaline.kafka.ReplyTopics;
import llamaline.tokenization.encoding.EncoderExecutor;
import llamaline.tokenization.kafka.InFlight;
import llamaline.tokenization.kafka.TokenizerLink;

/**
 * Starts what runs beside the channels and stops it at the end. What is still open then was not
 * acknowledged: another service, or this one after a restart, takes it up.
 */
@ApplicationScoped
class TokenizerLifecycle {
    private final TokenizerSettings settings;
    private final TokenizerLink link;
    private final InFlight inFlight;
    private final EncoderExecutor encoders;
    private final ReplyTopics replyTopics;

    TokenizerLifecycle(
            TokenizerSettings settings,
            TokenizerLink link,
            InFlight inFlight,
            EncoderExecutor encoders,
            ReplyTopics replyTopics) {
        this.settings = settings;
        this.link = link;
        this.inFlight = inFlight;
        this.encoders = encoders;
        this.replyTopics = replyTopics;
    }

    void start(@Observes StartupEvent event) {
        link.open();
    }

    void stop(@Observes ShutdownEvent event) {
        link.pause();
        inFlight.empty(settings.shutdownTimeout().toMillis()).join();
        link.close();
        encoders.close();
        replyTopics.close();
    }
}
