package llamaline.importer.checkpoint.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.importer.model.ModelFileException;

/** Reads those of a checkpoint's files that are read whole: its settings and its tokenizer. */
public final class WholeFile {
    /**
     * The largest file that is read: far more than any needs (Llama's tokenizer.model has half a
     * megabyte), so that a wrong one stays out.
     */
    private static final long MOST_BYTES = 64L << 20;

    private WholeFile() {}

    /**
     * Reads a file.
     *
     * @throws ModelFileException where it is too large or cannot be read
     */
    public static byte[] read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw ModelFileException.in(
                        file,
                        "has %d bytes, at most %d are read"
                                .formatted(Files.size(file), MOST_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw ModelFileException.unreadable(file, e);
        }
    }
}
