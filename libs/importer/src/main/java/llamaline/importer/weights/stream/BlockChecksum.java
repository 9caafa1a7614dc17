package llamaline.importer.weights.stream;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells the bytes of a block from others by two cyclic redundancy checks, 64 bits together. They
 * guard against mistakes, not against forgers, and cost a fraction of SHA-256, which took half of
 * an import's time. Not thread-safe.
 */
final class BlockChecksum {
    private final CRC32 ieee = new CRC32();
    private final CRC32C castagnoli = new CRC32C();

    /** Takes all bytes that remain; the buffer stays as it is. */
    void update(ByteBuffer bytes) {
        ieee.update(bytes.duplicate());
        castagnoli.update(bytes.duplicate());
    }

    void update(byte[] bytes, int length) {
        ieee.update(bytes, 0, length);
        castagnoli.update(bytes, 0, length);
    }

    /** The two checksums, 8 bytes. */
    byte[] bytes() {
        long both = ieee.getValue() << Integer.SIZE | castagnoli.getValue();
        return ByteBuffer.allocate(Long.BYTES).putLong(both).array();
    }
}
