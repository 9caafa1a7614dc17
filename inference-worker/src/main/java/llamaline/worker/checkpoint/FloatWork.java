package llamaline.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Some rows of floats. */
record FloatWork(Block block) implements WeightWork {
    @Override
    public long bytes() {
        return block.bytes();
    }

    @Override
    public byte[] write(BlockReader reader, WeightSink sink) throws IOException {
        ByteBuffer bytes = reader.read(block);
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.duplicate());
        sink.write(bytes, block.offset());
        return digest.digest();
    }
}
