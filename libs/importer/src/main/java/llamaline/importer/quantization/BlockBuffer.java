package llamaline.importer.quantization;

import java.io.IOException;

/** Cuts a stream of values, given in arbitrary pieces, into blocks. Not thread-safe. */
public final class BlockBuffer {
    /** Takes one block after the other. */
    public interface Consumer {
        /** Takes the block {@code values[from, from + length)}; only a last one is short. */
        public void accept(float[] values, int from, int length) throws IOException;
    }

    private final float[] pending;
    private final Consumer block;
    private int length;

    public BlockBuffer(int blockSize, Consumer block) {
        pending = new float[blockSize];
        this.block = block;
    }

    /** Takes {@code values[from, to)}, and passes on each block that they fill. */
    public void accept(float[] values, int from, int to) throws IOException {
        int next = from;
        if (length > 0) {
            next += fill(values, from, to);
            if (length < pending.length) {
                return;
            }
            flush();
        }
        for (; next + pending.length <= to; next += pending.length) {
            block.accept(values, next, pending.length);
        }
        fill(values, next, to);
    }

    /** Hands on the values that are left, as a short block. */
    public void flush() throws IOException {
        if (length > 0) {
            block.accept(pending, 0, length);
            length = 0;
        }
    }

    private int fill(float[] values, int from, int to) {
        int taken = Math.min(to - from, pending.length - length);
        System.arraycopy(values, from, pending, length, taken);
        length += taken;
        return taken;
    }
}
