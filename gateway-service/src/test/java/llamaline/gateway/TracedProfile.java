package llamaline.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway with traces that nobody collects. */
public final class TracedProfile implements QuarkusTestProfile {
    /** Quarkus creates it by name. */
    public TracedProfile() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "llamaline.liveness.worker-timeout", "1H",
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.traces.exporter", "none");
    }
}
