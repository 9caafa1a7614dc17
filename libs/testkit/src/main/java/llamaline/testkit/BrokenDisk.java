package llamaline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Damages what a broker on this machine wrote, as a broken disk would. */
public final class BrokenDisk {
    /** A batch's header: its first offset, and the count of bytes that follow. */
    private static final int HEADER_BYTES = 12;

    private BrokenDisk() {}

    /** Turns the last byte of a partition's newest batch, where it has one; its log is one file. */
    public static void damageNewest(String bootstrapServers, TopicPartition partition) {
        Path log =
                folder(bootstrapServers, partition)
                        .resolve(partition.toString())
                        .resolve("00000000000000000000.log");
        try (FileChannel file =
                FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = 0;
            while (end + HEADER_BYTES < file.size()) {
                int length = read(file, end + Long.BYTES, Integer.BYTES).getInt();
                if (length == 0) {
                    break;
                }
                end += HEADER_BYTES + length;
            }
            if (end == 0) {
                return;
            }
            byte last = read(file, end - 1, 1).get();
            file.write(ByteBuffer.wrap(new byte[] {(byte) ~last}), end - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String bootstrapServers, TopicPartition partition) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var nodes = admin.describeCluster().nodes().get().stream().map(node -> node.id());
            return admin.describeLogDirs(nodes.toList()).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.entrySet().stream())
                    .filter(folder -> folder.getValue().replicaInfos().containsKey(partition))
                    .map(folder -> Path.of(folder.getKey()))
                    .findFirst()
                    .orElseThrow();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        file.read(bytes, position);
        return bytes.flip();
    }
}
