package llamaline.importer.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import llamaline.importer.model.ModelFileException;

/** An open safetensors file. Reads may come from several threads. */
final class SafetensorsFile implements TensorSource, AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private SafetensorsFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file.
     *
     * @throws ModelFileException where it cannot be read
     */
    static SafetensorsFile open(Path path) {
        try {
            return new SafetensorsFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw ModelFileException.unreadable(path, e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    @Override
    public String place() {
        return path.toString();
    }

    /**
     * Reads the tensors that the header lists, by name.
     *
     * @throws ModelFileException where it is damaged
     */
    SortedMap<String, StoredTensor> tensors() {
        try {
            return SafetensorsHeader.read(this, channel.size());
        } catch (IOException e) {
            throw ModelFileException.unreadable(path, e);
        }
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw ModelFileException.in(
                        path, "is truncated: it ends at byte %d".formatted(channel.size()));
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
