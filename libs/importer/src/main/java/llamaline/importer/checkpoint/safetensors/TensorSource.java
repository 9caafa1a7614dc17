package llamaline.importer.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import llamaline.importer.model.ModelFileException;

/** What holds the bytes of tensors. Reads may come from several threads. */
public interface TensorSource {
    /** What messages name: a file. */
    String place();

    /**
     * Fills {@code into} from a position on.
     *
     * @throws ModelFileException where the source ends before
     */
    void read(long position, ByteBuffer into) throws IOException;
}
