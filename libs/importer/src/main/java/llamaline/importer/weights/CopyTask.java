package llamaline.importer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Some rows of floats. */
record CopyTask(Block block) implements WeightTask {
    @Override
    public long bytes() {
        return block.bytes();
    }

    @Override
    public byte[] write(BlockReader reader, WeightSink sink) throws IOException {
        ByteBuffer bytes = reader.read(block);
        var checksum = new BlockChecksum();
        checksum.update(bytes);
        sink.write(bytes, block.offset());
        return checksum.bytes();
    }
}
