package llamaline.importer.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import llamaline.importer.model.ModelFileException;

/** Holds the bytes of tensors. Reads may come from several threads. */
public interface TensorSource {
    /** The file that messages name. */
    String place();

    /**
     * Fills {@code into} with the bytes from a position on.
     *
     * @throws ModelFileException where the source ends before
     */
    void read(long position, ByteBuffer into) throws IOException;
}
