package llamaline.importer.weights.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of weights, in any order, from several threads. */
public interface WeightSink {
    /** Writes all that remains in {@code bytes}, at a position from the start. */
    void write(ByteBuffer bytes, long position) throws IOException;
}
