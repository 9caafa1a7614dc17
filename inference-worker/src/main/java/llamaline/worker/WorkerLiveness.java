package llamaline.worker;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Reports the worker alive until its model is broken or hangs: then only a new process helps. */
@Liveness
@ApplicationScoped
final class WorkerLiveness implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    WorkerLiveness(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        boolean isHealthy = lifecycle.worker().map(Worker::isHealthy).orElse(true);
        return HealthCheckResponse.named("decode-loop").status(isHealthy).build();
    }
}
