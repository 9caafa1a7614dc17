package llamaline.importer.weights.stream;

import java.io.IOException;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.weights.rows.BlockReader;

/** The work that one thread does at a time: it makes, writes and checks bytes of weights. */
sealed interface WeightTask permits ConvertTask, QuantizeTask {
    /** The bytes that it writes. */
    long bytes();

    /**
     * Makes the bytes and writes them to their place.
     *
     * @return the {@link BlockChecksum} of the bytes
     * @throws ModelFileException where a tensor cannot be used
     */
    byte[] write(BlockReader reader, WeightSink sink) throws IOException;
}
