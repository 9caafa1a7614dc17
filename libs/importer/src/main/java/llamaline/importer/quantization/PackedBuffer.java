package llamaline.importer.quantization;

import java.io.IOException;

/** Collects packed values into pieces that are worth a write. Not thread-safe. */
public final class PackedBuffer {
    private static final int CAPACITY = 1 << 16;

    private final ByteSink sink;
    private final byte[] bytes = new byte[CAPACITY];
    private int length;

    public PackedBuffer(ByteSink sink) {
        this.sink = sink;
    }

    /** The array to write into, at the index that {@link #claim} returns. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Makes room and counts it as filled.
     *
     * @param size at most a few hundred
     * @return where the room begins
     */
    public int claim(int size) throws IOException {
        if (length + size > CAPACITY) {
            flush();
        }
        int start = length;
        length += size;
        return start;
    }

    public void flush() throws IOException {
        sink.accept(bytes, length);
        length = 0;
    }
}
