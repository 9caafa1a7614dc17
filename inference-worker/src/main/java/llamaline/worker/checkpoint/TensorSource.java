package llamaline.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What holds the bytes of tensors. Reads may come from several threads. */
interface TensorSource {
    /** What messages name: a file. */
    String place();

    /**
     * Fills {@code into} from a position on.
     *
     * @throws CheckpointException where the source ends before
     */
    void read(long position, ByteBuffer into) throws IOException;
}
