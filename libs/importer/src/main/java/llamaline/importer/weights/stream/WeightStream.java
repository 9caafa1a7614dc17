package llamaline.importer.weights.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
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
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;
import llamaline.importer.weights.rows.Block;
import llamaline.importer.weights.rows.BlockReader;

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
     * Writes all weights.
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
        List<WeightTask> tasks = tasks();
        byte[][] checksums = new byte[tasks.size()][];
        var readers = new ArrayBlockingQueue<BlockReader>(threads);
        for (int i = 0; i < threads; i++) {
            readers.add(new BlockReader(plan.errors()));
        }
        var running = new ExecutorCompletionService<Long>(workers);
        for (int i = 0; i < tasks.size(); i++) {
            running.submit(running(tasks.get(i), readers, checksums, i));
        }
        long total = tasks.stream().mapToLong(WeightTask::bytes).sum();
        long done = 0;
        for (int i = 0; i < tasks.size(); i++) {
            done += finished(running);
            progress.accept((double) done / total);
        }
        return checksums;
    }

    /** The tasks in the order of the plan, which the hash depends on. */
    private List<WeightTask> tasks() {
        List<WeightTask> tasks = new ArrayList<>();
        for (Weight weight : plan.weights()) {
            for (Block block : Block.of(weight.rows())) {
                tasks.add(new ConvertTask(weight.offset(), block));
            }
        }
        for (QuantizedMatrix matrix : plan.matrices()) {
            for (int part = 0; part < matrix.parts().size(); part++) {
                tasks.add(new QuantizeTask(matrix, part, plan.errors()));
            }
        }
        return tasks;
    }

    private Callable<Long> running(
            WeightTask task, BlockingQueue<BlockReader> readers, byte[][] checksums, int index) {
        return () -> {
            BlockReader reader = readers.take();
            try {
                checksums[index] = task.write(reader, sink);
                return task.bytes();
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
