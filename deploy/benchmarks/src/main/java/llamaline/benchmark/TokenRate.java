package llamaline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Token events a second, of many streams at once. */
public final class TokenRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private TokenRate() {}

    /**
     * Asks for as many streams at once as there are bodies; each gives exactly {@code tokens}.
     *
     * @return tokens a second at the callers, from the first request to the last stream's end
     */
    public static double measure(
            URI gateway, List<String> bodies, int tokens, LongSupplier nanoTime)
            throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var streams = new ArrayList<Future<Long>>();
            for (String body : bodies) {
                streams.add(executor.submit(() -> ask(gateway, body, nanoTime)));
            }
            for (Future<Long> stream : streams) {
                stream.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a stream failed: " + e.getCause(), e);
        }
        long nanos = nanoTime.getAsLong() - start;
        return bodies.size() * (double) tokens / nanos * NANOS_PER_SECOND;
    }

    private static long ask(URI gateway, String body, LongSupplier nanoTime) throws IOException {
        try (var probe = new StreamProbe(gateway, nanoTime)) {
            return probe.ask(body).endNanos();
        }
    }
}
