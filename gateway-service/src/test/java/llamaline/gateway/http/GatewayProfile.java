package llamaline.gateway.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The gateway as all of these tests use it: short stalls, few open streams. */
public final class GatewayProfile implements QuarkusTestProfile {
    public static final int OPEN_STREAMS = 16;

    /** Quarkus creates it by name. */
    public GatewayProfile() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "llamaline.gateway.stall-timeout", "3S",
                "llamaline.gateway.supervision-interval", "20MS",
                "llamaline.liveness.worker-timeout", "1H",
                "llamaline.gateway.limits.open-calls", String.valueOf(OPEN_STREAMS));
    }
}
