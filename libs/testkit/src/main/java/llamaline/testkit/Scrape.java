package llamaline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a service's {@code /q/metrics}, in Prometheus' text format (version 0.0.4).
 * Reading checks the format: a malformed line, a series that comes twice, or a type that is
 * declared after its samples is an {@link AssertionError}.
 */
public final class Scrape {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL =
            "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("(%s)(?:\\{((?:%s,?)*)\\})? (\\S+)(?: \\d+)?".formatted(NAME, LABEL));
    private static final Pattern ONE_LABEL =
            Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE =
            Pattern.compile(
                    "# TYPE (%s) (counter|gauge|histogram|summary|untyped)".formatted(NAME));
    private static final Pattern HELP = Pattern.compile("# HELP (%s) .*".formatted(NAME));

    private final Map<Series, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    private record Series(String name, Map<String, String> labels) {}

    private Scrape() {}

    /**
     * Reads a scrape.
     *
     * @throws AssertionError where the text breaks the format
     */
    public static Scrape of(String text) {
        Scrape scrape = new Scrape();
        text.lines().filter(line -> !line.isBlank()).forEach(scrape::read);
        return scrape;
    }

    /**
     * Asks a service for its metrics in this format.
     *
     * @throws AssertionError where the service answers with another status than 200
     */
    public static Scrape at(URI metrics) {
        HttpRequest request =
                HttpRequest.newBuilder(metrics).header("Accept", "text/plain").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(metrics + ": " + answer.statusCode());
            }
            return of(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns the names of all series, as a query has them. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.keySet().forEach(series -> names.add(series.name));
        return names;
    }

    /** Returns the values that a label has in the series of a name. */
    public Set<String> labelValues(String name, String label) {
        Set<String> values = new TreeSet<>();
        samples.keySet().stream()
                .filter(series -> series.name.equals(name) && series.labels.containsKey(label))
                .forEach(series -> values.add(series.labels.get(label)));
        return values;
    }

    /** Returns the names of the labels that any series of a name has. */
    public Set<String> labels(String name) {
        Set<String> labels = new TreeSet<>();
        samples.keySet().stream()
                .filter(series -> series.name.equals(name))
                .forEach(series -> labels.addAll(series.labels.keySet()));
        return labels;
    }

    /**
     * Sums all series of a name that have the labels; 0 where there is none.
     *
     * @param labels name and value by turns
     */
    public double value(String name, String... labels) {
        double sum = 0;
        for (Map.Entry<Series, Double> sample : samples.entrySet()) {
            if (sample.getKey().name.equals(name) && has(sample.getKey(), labels)) {
                sum += sample.getValue();
            }
        }
        return sum;
    }

    private static boolean has(Series series, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(series.labels.get(labels[i]))) {
                return false;
            }
        }
        return true;
    }

    private void read(String line) {
        if (line.startsWith("#")) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                if (types.put(type.group(1), type.group(2)) != null) {
                    throw new AssertionError("declared twice: " + line);
                }
            } else if (!HELP.matcher(line).matches()) {
                throw new AssertionError("not in the format: " + line);
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not in the format: " + line);
        }
        requireType(sample.group(1), line);
        Series series = new Series(sample.group(1), labelsOf(sample.group(2)));
        if (samples.put(series, number(sample.group(3))) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    /**
     * Requires a type line for a sample; the samples of a histogram have suffixes that its type
     * line does not have.
     */
    private void requireType(String name, String line) {
        List<String> families = new ArrayList<>(List.of(name));
        for (String suffix : List.of("_bucket", "_count", "_sum", "_total", "_max")) {
            if (name.endsWith(suffix)) {
                families.add(name.substring(0, name.length() - suffix.length()));
            }
        }
        if (families.stream().noneMatch(types::containsKey)) {
            throw new AssertionError("no type before: " + line);
        }
    }

    private static Map<String, String> labelsOf(@Nullable String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (text != null) {
            Matcher label = ONE_LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
