package llamaline.endtoend.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Await;
import llamaline.testkit.Scrape;
import org.junit.jupiter.api.Test;

/** The dashboard asks for what the services of a running stack really expose. */
class DashboardTest {
    private static final Path FOLDER = Path.of("../dashboards");

    /** A metric's name stands before its labels or range, or at the end of an operand. */
    private static final Pattern NAME =
            Pattern.compile("\\b((?:llamaline|jvm|process|system|http|kafka)_\\w+)");

    private static final Pattern FUNCTION = Pattern.compile("\\b([a-z_]+) ?\\(");
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "by", "rate", "histogram_quantile", "label_values");

    @Test
    void eachSeriesOfItsPanelsIsExposed() throws IOException {
        RunningStack stack = Stacks.ofTwoWorkers();
        stack.gateway().ask(Gateway.greedy("demo", 8).put("prompt", "def f(x):"));
        stack.gateway().ask(Gateway.greedy("demo", 8).put("prompt", "def g(x):"));
        Set<String> asked = asked();

        assertTrue(asked.size() > 30, asked.toString());
        Await.until("each series is exposed", () -> missing(asked, stack).isEmpty());
    }

    @Test
    void itsPanelsAreWholeAndApart() throws IOException {
        JsonNode dashboard = dashboard();
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertTrue(ids.add(panel.get("id").intValue()), "ids are unique");
            JsonNode grid = panel.get("gridPos");
            assertTrue(cells.add(grid.get("x") + " " + grid.get("y")), panel.toString());
            if (!panel.get("type").textValue().equals("row")) {
                assertFalse(panel.get("description").textValue().isBlank());
                assertFalse(panel.get("targets").isEmpty());
            }
        }
        for (String expression : expressions()) {
            assertEquals(
                    expression.chars().filter(c -> c == '(').count(),
                    expression.chars().filter(c -> c == ')').count(),
                    expression);
            FUNCTION.matcher(expression)
                    .results()
                    .forEach(call -> assertTrue(FUNCTIONS.contains(call.group(1)), expression));
        }
    }

    private static Set<String> asked() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            Set<String> names = new TreeSet<>();
            NAME.matcher(expression).results().forEach(name -> names.add(name.group(1)));
            assertFalse(names.isEmpty(), expression);
            asked.addAll(names);
        }
        return asked;
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.get("expr").textValue());
            }
        }
        for (JsonNode variable : dashboard().at("/templating/list")) {
            if (variable.get("type").textValue().equals("query")) {
                expressions.add(variable.get("definition").textValue());
            }
        }
        return expressions;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("why-is-it-slow.json")));
    }

    private static Set<String> missing(Set<String> asked, RunningStack stack) {
        Set<String> missing = new TreeSet<>(asked);
        missing.removeAll(exposed(stack));
        return missing;
    }

    /** All that a Prometheus would know of the stack. */
    private static Set<String> exposed(RunningStack stack) {
        Set<String> names = new TreeSet<>();
        for (String service : List.of("gateway", "tokenizer", "worker-demo-1", "worker-demo-2")) {
            names.addAll(Scrape.at(stack.http(service).resolve("/q/metrics")).names());
        }
        return names;
    }
}
