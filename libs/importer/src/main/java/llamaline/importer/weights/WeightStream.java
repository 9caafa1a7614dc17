package llamaline.importer.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleConsumer;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.Sha256;

/**
 * Streams the weights of a plan, block by block on several threads, and hashes them: SHA-256 over
 * the plan's description and the {@link BlockChecksum} of each block in order. So neither the speed
 * of one core nor the order of writing bounds it, and memory is two blocks a thread.
 */
public final class WeightStream {
    private final WeightPlan plan;
    private final WeightSink sink;

    public WeightStream(WeightPlan plan, WeightSink sink) {
        this.plan = plan;
        this.sink = sink;
    }

    /**
     * Writes all.
     *
     * @param threads that convert, at least 1
     * @param progress hears the share of bytes that is done, in [0, 1], growing, on this thread
     * @return the hash, hexadecimal
     */
    public String run(int threads, DoubleConsumer progress)
            throws IOException, InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("import-", 0).daemon().factory());
        try {
            return hash(checksums(workers, threads, progress));
        } finally {
            workers.shutdownNow();
            workers.close();
        }
    }

    private byte[][] checksums(ExecutorService workers, int threads, DoubleConsumer progress)
            throws IOException, InterruptedException {
        List<WeightTask> works = plan.works();
        byte[][] checksums = new byte[works.size()][];
        var readers = new ArrayBlockingQueue<BlockReader>(threads);
        for (int i = 0; i < threads; i++) {
            readers.add(new BlockReader(plan.errors()));
        }
        var running = new ExecutorCompletionService<Long>(workers);
        for (int i = 0; i < works.size(); i++) {
            running.submit(task(works.get(i), readers, checksums, i));
        }
        long total = works.stream().mapToLong(WeightTask::bytes).sum();
        long done = 0;
        for (int i = 0; i < works.size(); i++) {
            done += finished(running);
            progress.accept((double) done / total);
        }
        return checksums;
    }

    private Callable<Long> task(
            WeightTask work, BlockingQueue<BlockReader> readers, byte[][] checksums, int index) {
        return () -> {
            BlockReader reader = readers.take();
            try {
                checksums[index] = work.write(reader, sink);
                return work.bytes();
            } finally {
                readers.add(reader);
            }
        };
    }

    private static long finished(ExecutorCompletionService<Long> running)
            throws IOException, InterruptedException {
        try {
            return running.take().get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case ModelFileException cause -> throw cause;
                case null, default -> throw new IllegalStateException("a block failed", e);
            }
        }
    }

    private String hash(byte[][] checksums) {
        MessageDigest digest = Sha256.digest();
        digest.update(plan.description().getBytes(StandardCharsets.UTF_8));
        for (byte[] block : checksums) {
            digest.update(block);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
