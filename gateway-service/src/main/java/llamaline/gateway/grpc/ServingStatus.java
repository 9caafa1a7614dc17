package llamaline.gateway.grpc;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import llamaline.gateway.models.Availability;
import llamaline.gateway.refusal.RefusedException;
import llamaline.v1.GenerationServiceGrpc;
import llamaline.v1.TokenizerServiceGrpc;

/** Tells gRPC's health service what readiness tells over HTTP: whether requests are answered. */
@ApplicationScoped
class ServingStatus {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final List<String> SERVICES =
            List.of(
                    GrpcHealthStorage.DEFAULT_SERVICE_NAME,
                    GenerationServiceGrpc.SERVICE_NAME,
                    TokenizerServiceGrpc.SERVICE_NAME);

    private final Vertx vertx;
    private final Availability availability;
    private final GrpcHealthStorage storage;

    ServingStatus(Vertx vertx, Availability availability, GrpcHealthStorage storage) {
        this.vertx = vertx;
        this.availability = availability;
        this.storage = storage;
    }

    void start(@Observes StartupEvent event) {
        look();
        vertx.setPeriodic(LOOK.toMillis(), _ -> look());
    }

    private void look() {
        HealthCheckResponse.ServingStatus status = status();
        for (String service : SERVICES) {
            if (storage.getStatuses().get(service) != status) {
                storage.setStatus(service, status);
            }
        }
    }

    private HealthCheckResponse.ServingStatus status() {
        try {
            availability.requireReady();
            return HealthCheckResponse.ServingStatus.SERVING;
        } catch (RefusedException _) {
            return HealthCheckResponse.ServingStatus.NOT_SERVING;
        }
    }
}
