package llamaline.importer.weights.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.importer.checkpoint.config.DecoderConfig;
import llamaline.importer.checkpoint.config.DecoderConfigReader;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.importer.model.ComputeType;
import llamaline.importer.weights.Precision;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;
import llamaline.importer.weights.WeightPlanner;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans and streams of checkpoints of full size, without their files. */
class WeightStreamTest {
    private static final int THREADS = 2;
    private static final long MOST_MEMORY = 128L << 20;

    private static CheckpointBuilder shape(
            int hidden, int layers, int heads, int kvHeads, int mlp) {
        return CheckpointBuilder.small(new SplittableRandom(1))
                .with("hidden_size", hidden)
                .with("num_hidden_layers", layers)
                .with("num_attention_heads", heads)
                .with("num_key_value_heads", kvHeads)
                .with("intermediate_size", mlp);
    }

    private static WeightPlan plan(
            CheckpointBuilder builder, Precision precision, boolean isBlank) {
        DecoderConfig config =
                DecoderConfigReader.read(new JsonSettings("config.json", builder.config()));
        var tensors = new EndlessTensors(isBlank).of(builder.config());
        return WeightPlanner.plan(config, tensors, precision, ComputeType.FLOAT32);
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 32, 32, 11008, 6738546688",
        "5120, 40, 40, 13824, 13016028160",
        "8192, 48, 8, 22016, 33744232448",
        "8192, 80, 8, 28672, 68976910336",
    })
    void laysOutEveryParameterOfThePublishedSizes(
            int hidden, int layers, int kvHeads, int mlp, long parameters) {
        CheckpointBuilder builder =
                shape(hidden, layers, hidden / 128, kvHeads, mlp).with("vocab_size", 32016);
        WeightPlan plan = plan(builder, Precision.AUTO, true);
        assertEquals(
                parameters * Short.BYTES, plan.weights().stream().mapToLong(Weight::bytes).sum());
        long end = 0;
        for (Weight weight : plan.weights()) {
            assertEquals(0, weight.offset() % 4096);
            assertTrue(weight.offset() >= end && weight.offset() < end + 4096);
            end = weight.offset() + weight.bytes();
        }
        assertEquals(end, plan.bytes());
        assertEquals("float16", plan.precisionLabel());
    }

    @Test
    void streamsALayerOf70BInBoundedMemory() throws Exception {
        WeightPlan plan = plan(shape(8192, 1, 64, 8, 28672), Precision.AUTO, true);
        var written = new AtomicLong();
        var mostMemory = new AtomicLong();
        System.gc();
        long before = memory();
        WeightSink count =
                (bytes, at) -> {
                    written.addAndGet(bytes.remaining());
                    mostMemory.accumulateAndGet(memory() - before, Math::max);
                };
        var stream = new WeightStream(plan, count);
        assertEquals(64, stream.run(THREADS, _ -> {}).length());
        long parameters = 8192L * (2 * 8192 + 2 * 1024 + 3 * 28672 + 3 + 2 * 4112);
        assertEquals(parameters * Short.BYTES, written.get());
        assertTrue(mostMemory.get() < MOST_MEMORY, () -> mostMemory.get() + " bytes");
    }

    /** The heap with its garbage, and buffers outside of it. */
    private static long memory() {
        long buffers =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return buffers + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void writesEveryByteOnceHoweverManyThreadsThereAre() throws Exception {
        WeightPlan plan = plan(shape(96, 3, 4, 2, 700), Precision.BFLOAT16, false);
        byte[] first = new byte[Math.toIntExact(plan.bytes())];
        byte[] second = first.clone();
        String one = new WeightStream(plan, copyTo(first)).run(1, _ -> {});
        String many = new WeightStream(plan, copyTo(second)).run(5, _ -> {});
        assertEquals(one, many);
        assertArrayEquals(first, second);
        assertTrue(Arrays.mismatch(first, new byte[first.length]) >= 0);
    }

    private static WeightSink copyTo(byte[] all) {
        return (bytes, at) -> bytes.get(all, Math.toIntExact(at), bytes.remaining());
    }

    @Test
    void passesOnWhatTheDiskSays() {
        WeightPlan plan = plan(shape(96, 3, 4, 2, 700), Precision.AUTO, true);
        WeightSink full =
                (ByteBuffer bytes, long at) -> {
                    throw new IOException("No space left on device");
                };
        var refusal =
                assertThrows(
                        IOException.class,
                        () -> new WeightStream(plan, full).run(THREADS, _ -> {}));
        assertEquals("No space left on device", refusal.getMessage());
    }
}
