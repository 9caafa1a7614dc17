package llamaline.importer.quantization;

import java.io.IOException;

/** Takes a stream of packed values. */
@FunctionalInterface
public interface ByteSink {
    /**
     * Takes the first {@code length} bytes; the array is the caller's again afterwards.
     *
     * @throws IOException where they cannot be written
     */
    void accept(byte[] bytes, int length) throws IOException;
}
