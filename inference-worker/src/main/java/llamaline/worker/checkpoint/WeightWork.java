package llamaline.worker.checkpoint;

import java.io.IOException;

/** What one thread does at a time: it makes, writes and checks some bytes of the weights' file. */
interface WeightWork {
    /** Bytes of the file. */
    long bytes();

    /**
     * Does it.
     *
     * @return the {@link BlockChecksum} of the bytes
     * @throws CheckpointException where a tensor cannot be used
     */
    byte[] write(BlockReader reader, WeightSink sink) throws IOException;
}
