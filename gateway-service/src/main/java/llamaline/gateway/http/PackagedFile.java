package llamaline.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A file that is packaged with the gateway. */
final class PackagedFile {
    private PackagedFile() {}

    /**
     * The bytes of a file.
     *
     * @param path from the root of the class path, with a slash in front
     */
    static Buffer read(String path) {
        try (InputStream in = PackagedFile.class.getResourceAsStream(path)) {
            return Buffer.buffer(Objects.requireNonNull(in, path).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
