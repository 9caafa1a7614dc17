package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.testkit.BrokerResource;
import org.junit.jupiter.api.Test;

/** The document that the gateway serves, against its routes and errors. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class ApiDocumentIT {
    @Inject Router router;

    @Test
    void isTheOneOfTheSourcesOnBothRoutes() throws IOException {
        String source = Files.readString(Path.of("../docs/openapi.yaml"));
        try (GatewayClient client = new GatewayClient()) {
            for (String path : List.of("/openapi.yaml", "/q/openapi")) {
                HttpResponse<String> response = client.get(path);
                assertEquals(200, response.statusCode(), path);
                assertEquals(source, response.body(), path);
            }
        }
    }

    @Test
    void isShownAsAPageOnlyWhereThatIsWanted() {
        try (GatewayClient client = new GatewayClient()) {
            for (String path : List.of("/q/swagger-ui", "/q/swagger-ui/swagger-ui.css")) {
                assertEquals(404, client.get(path).statusCode(), path);
            }
        }
    }

    @Test
    void hasEveryRouteAndNoneMore() throws IOException {
        Set<String> documented = new TreeSet<>();
        JsonNode document = document();
        for (var path : document.get("paths").properties()) {
            JsonNode item = document.at(path.getValue().get("$ref").asText().substring(1));
            item.fieldNames()
                    .forEachRemaining(method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        assertEquals(String.join("\n", routes()), String.join("\n", documented));
    }

    @Test
    void hasEveryErrorWithItsCode() throws IOException {
        JsonNode document = document();
        List<String> codes = new ArrayList<>();
        document.at("/components/schemas/Error/properties/error/properties/code/enum")
                .forEach(code -> codes.add(code.asText()));
        Set<String> statuses = new TreeSet<>();
        document.get("components")
                .get("pathItems")
                .forEach(item ->
                        item.forEach(operation ->
                                operation
                                        .get("responses")
                                        .fieldNames()
                                        .forEachRemaining(statuses::add)));
        for (RefusalCode code : RefusalCode.values()) {
            var refusal = new Refusal(code, "", null);
            JsonNode error = GatewayClient.json(ErrorResponse.body(refusal)).get("error");
            assertTrue(codes.contains(error.get("code").asText()), code.name());
        }
        assertTrue(
                statuses.containsAll(
                        List.of(
                                "400", "403", "404", "405", "408", "413", "415", "500", "503",
                                "504")));
    }

    private static JsonNode document() throws IOException {
        return new YAMLMapper().readTree(Path.of("../docs/openapi.yaml").toFile());
    }

    /** The routes that the gateway itself answers; each GET answers HEAD too. */
    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            String path = route.getPath();
            if (path == null || route.methods() == null) {
                continue;
            }
            boolean isFrameworks = path.startsWith("/q/") && !path.equals("/q/openapi");
            Stream<HttpMethod> methods =
                    route.methods().stream().filter(method -> !method.equals(HttpMethod.HEAD));
            if (!isFrameworks) {
                String documented = path.endsWith("/models/") ? path + "{name}" : path;
                methods.forEach(method -> routes.add(method.name() + " " + documented));
            }
        }
        return routes;
    }
}
