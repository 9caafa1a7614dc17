package llamaline.importer.weights.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import llamaline.importer.weights.rows.Block;
import llamaline.importer.weights.rows.BlockReader;

/**
 * Converts one block of a weight of floats.
 *
 * @param offset position of the weight in its file
 */
record ConvertTask(long offset, Block block) implements WeightTask {
    @Override
    public long bytes() {
        return block.bytes();
    }

    @Override
    public byte[] write(BlockReader reader, WeightSink sink) throws IOException {
        ByteBuffer bytes = reader.read(block);
        var checksum = new BlockChecksum();
        checksum.update(bytes);
        sink.write(bytes, offset + block.offset());
        return checksum.bytes();
    }
}
