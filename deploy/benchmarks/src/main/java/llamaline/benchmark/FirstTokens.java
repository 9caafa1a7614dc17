package llamaline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;

/** Times to the first token through the services, one request after the other. */
public final class FirstTokens {
    private FirstTokens() {}

    /**
     * Measures each request once, after a round over all that does not count.
     *
     * @param bodies JSON that asks for streams
     * @return nanoseconds, in the bodies' order
     */
    public static long[] measure(URI gateway, List<String> bodies, LongSupplier nanoTime)
            throws IOException {
        try (var probe = new StreamProbe(gateway, nanoTime)) {
            round(probe, bodies);
            return round(probe, bodies);
        }
    }

    private static long[] round(StreamProbe probe, List<String> bodies) throws IOException {
        var times = new long[bodies.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = probe.ask(bodies.get(i)).firstEventNanos();
        }
        return times;
    }
}
