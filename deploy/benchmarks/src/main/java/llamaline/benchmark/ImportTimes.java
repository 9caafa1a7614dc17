package llamaline.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelImporter;

/**
 * Times imports into a folder, and copies of a file there, one after the other.
 *
 * @param folder has room for both
 * @param nanoTime a monotonic clock
 */
public record ImportTimes(Path folder, LongSupplier nanoTime) {
    /**
     * The time and memory that one import took.
     *
     * @param wall with everything on disk
     * @param cpu of this process, all threads together
     * @param peakHeapBytes the most that was used
     */
    public record Times(Duration wall, Duration cpu, long peakHeapBytes) {
        /** Cores that were busy, on average. */
        public double busyCores() {
            return (double) cpu.toNanos() / wall.toNanos();
        }
    }

    /** A copy by {@code cp} that is on disk at the end; it is removed again. */
    public Duration copy(Path file) throws IOException, InterruptedException {
        Path copy = folder.resolve("copy");
        long start = nanoTime.getAsLong();
        var command = new ProcessBuilder("cp", file.toString(), copy.toString()).inheritIO();
        if (command.start().waitFor() != 0) {
            throw new IOException("cp failed");
        }
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        long nanos = nanoTime.getAsLong() - start;
        Files.delete(copy);
        return Duration.ofNanos(nanos);
    }

    /** An import, which is on disk at the end; it is removed again. */
    public Times importOf(Path checkpoint, ModelImporter importer)
            throws IOException, LaunchException {
        Path out = folder.resolve("imported");
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long cpu = processCpuNanos();
        long start = nanoTime.getAsLong();
        importer.run(checkpoint, out, _ -> {});
        var wall = Duration.ofNanos(nanoTime.getAsLong() - start);
        var used = Duration.ofNanos(processCpuNanos() - cpu);
        long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        delete(out);
        return new Times(wall, used, peak);
    }

    private static long processCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static void delete(Path model) throws IOException {
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(model);
    }
}
