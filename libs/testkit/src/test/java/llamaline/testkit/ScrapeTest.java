package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String SCRAPE =
            """
            # HELP hops_total Hops, "all" of them.
            # TYPE hops_total counter
            hops_total{kind="a",note="x\\"y\\\\z, {b}"} 3.0
            hops_total{kind="b",note=""} 4
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5"} 1
            wait_seconds_bucket{le="+Inf"} 2
            wait_seconds_count 2
            wait_seconds_sum 1.5E-3
            """;

    @Test
    void readsSeries() {
        Scrape scrape = Scrape.of(SCRAPE);
        assertEquals(7, scrape.value("hops_total"));
        assertEquals(4, scrape.value("hops_total", "kind", "b"));
        assertEquals(2, scrape.value("wait_seconds_bucket", "le", "+Inf"));
        assertEquals(0.0015, scrape.value("wait_seconds_sum"));
        assertEquals(0, scrape.value("hops_total", "kind", "c"));
        assertEquals(Set.of("kind", "note"), scrape.labels("hops_total"));
        assertEquals(Set.of("a", "b"), scrape.labelValues("hops_total", "kind"));
        assertEquals(
                Set.of(
                        "hops_total",
                        "wait_seconds_bucket",
                        "wait_seconds_count",
                        "wait_seconds_sum"),
                scrape.names());
    }

    @Test
    void refusesWhatIsNotInTheFormat() {
        for (String line :
                new String[] {
                    "hops_total{kind=a} 1",
                    "hops_total{kind=\"a\" 1",
                    "hops-total 1",
                    "hops_total",
                    "hops_total one",
                    "# TYPE hops_total number",
                    "hops_total{kind=\"b\",note=\"\"} 5",
                    "unknown 1"
                }) {
            assertThrows(Throwable.class, () -> Scrape.of(SCRAPE + line + "\n"), line);
        }
    }
}
