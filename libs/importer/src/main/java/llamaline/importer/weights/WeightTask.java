package llamaline.importer.weights;

import java.io.IOException;
import llamaline.importer.model.ModelFileException;

/** What one thread does at a time: it makes, writes and checks some bytes of the weights' file. */
interface WeightTask {
    /** Bytes of the file. */
    long bytes();

    /**
     * Does it.
     *
     * @return the {@link BlockChecksum} of the bytes
     * @throws ModelFileException where a tensor cannot be used
     */
    byte[] write(BlockReader reader, WeightSink sink) throws IOException;
}
