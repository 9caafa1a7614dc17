package llamaline.tokenization;

import jakarta.enterprise.context.ApplicationScoped;
import llamaline.tokenization.kafka.BrokerLink;
import llamaline.tokenization.kafka.RequestCounters;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when all that was announced is known and requests are taken; its data are counters. */
@Readiness
@ApplicationScoped
class TokenizerReadiness implements HealthCheck {
    private final BrokerLink link;
    private final RequestCounters counters;

    TokenizerReadiness(BrokerLink link, RequestCounters counters) {
        this.link = link;
        this.counters = counters;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tokenizer")
                .status(link.isReady())
                .withData("encoded", counters.encoded())
                .withData("refused", counters.refused())
                .withData("rejected", counters.rejected())
                .withData("lost", counters.lost())
                .build();
    }
}
