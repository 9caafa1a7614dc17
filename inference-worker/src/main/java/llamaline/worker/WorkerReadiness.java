package llamaline.worker;

import jakarta.enterprise.context.ApplicationScoped;
import llamaline.worker.loop.LoopStatus;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Reports the worker ready when prompts are taken and the model answers, with its counters. */
@Readiness
@ApplicationScoped
final class WorkerReadiness implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    WorkerReadiness(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("worker");
        lifecycle.worker().ifPresent(worker -> addCounters(response, worker));
        boolean isReady = lifecycle.worker().map(Worker::isReady).orElse(false);
        return response.status(isReady).build();
    }

    private static void addCounters(HealthCheckResponseBuilder response, Worker worker) {
        LoopStatus status = worker.status();
        response.withData("slots", status.slots())
                .withData("busySlots", status.busySlots())
                .withData("admitted", status.admitted())
                .withData("tokens", status.tokens())
                .withData("rejected", worker.rejectedPrompts())
                .withData("lostRecords", worker.lostRecords());
    }
}
