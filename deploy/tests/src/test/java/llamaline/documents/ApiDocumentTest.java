package llamaline.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} names each route and each error that {@code docs/openapi.yaml} has. */
class ApiDocumentTest {
    private static final String API = Documents.text("docs/api.md");
    private static final String OPENAPI = Documents.text("docs/openapi.yaml");
    private static final Pattern ROUTE =
            Pattern.compile("^  /(?:\\S*/)?([^/\\s]+):", Pattern.MULTILINE);
    private static final Pattern ERROR = Pattern.compile("^ +'?([45]\\d\\d)'?:", Pattern.MULTILINE);

    @Test
    void namesEachRoute() {
        List<String> routes = found(ROUTE);
        assertTrue(routes.size() > 20, routes.toString());
        assertEquals(List.of(), routes.stream().filter(name -> !API.contains(name)).toList());
    }

    @Test
    void namesEachError() {
        List<String> errors = found(ERROR);
        assertTrue(errors.size() > 5, errors.toString());
        assertEquals(
                List.of(),
                errors.stream().filter(status -> !API.contains("| " + status + " |")).toList());
    }

    private static List<String> found(Pattern pattern) {
        return pattern.matcher(OPENAPI).results().map(match -> match.group(1)).distinct().toList();
    }
}
