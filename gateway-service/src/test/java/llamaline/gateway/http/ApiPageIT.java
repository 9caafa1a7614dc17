package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import llamaline.testkit.BrokerResource;
import org.junit.jupiter.api.Test;

/** The page that shows the API, where it is wanted. */
@QuarkusTest
@TestProfile(ApiPageIT.Shown.class)
@WithTestResource(BrokerResource.class)
class ApiPageIT {
    private static final Pattern FILES = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    /** A gateway with the page. */
    public static final class Shown implements QuarkusTestProfile {
        /** Quarkus creates it by name. */
        public Shown() {}

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("llamaline.gateway.swagger-ui", "true");
        }
    }

    @Test
    void hasAllThatItRefersTo() {
        try (GatewayClient client = new GatewayClient()) {
            var page = client.get("/q/swagger-ui");
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains("/openapi.yaml"), page.body());
            List<String> files =
                    FILES.matcher(page.body()).results().map(file -> file.group(1)).toList();
            assertEquals(2, files.size());
            files.forEach(file -> assertEquals(200, client.get(file).statusCode(), file));
        }
    }
}
