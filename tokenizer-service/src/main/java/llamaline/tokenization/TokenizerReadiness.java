package llamaline.tokenization;

import jakarta.enterprise.context.ApplicationScoped;
import llamaline.tokenization.kafka.TokenizerLink;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when all that was announced is known and requests are taken; its data are counters. */
@Readiness
@ApplicationScoped
class TokenizerReadiness implements HealthCheck {
    private final TokenizerLink link;
    private final TokenizerMetrics metrics;

    TokenizerReadiness(TokenizerLink link, TokenizerMetrics metrics) {
        this.link = link;
        this.metrics = metrics;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tokenizer")
                .status(link.isReady())
                .withData("encoded", metrics.encodedRecords())
                .withData("refused", metrics.refusedRecords())
                .withData("rejected", metrics.rejectedRecords())
                .withData("lost", metrics.lostRecords())
                .build();
    }
}
