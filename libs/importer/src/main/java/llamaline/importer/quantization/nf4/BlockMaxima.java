package llamaline.importer.quantization.nf4;

import java.io.IOException;
import llamaline.importer.quantization.BlockBuffer;

/**
 * Finds the largest absolute value of each block of a flat tensor, in one pass without codes:
 * double quantization must know them all before it can say how far off a code is. Not thread-safe.
 */
public final class BlockMaxima {
    private final float[] maxima;
    private final BlockBuffer blocks;
    private int next;

    /**
     * @param count values of the tensor
     */
    public BlockMaxima(long count) {
        maxima = new float[Nf4Quantizer.blocks(count)];
        blocks = new BlockBuffer(Nf4Quantizer.BLOCK_SIZE, this::add);
    }

    /** Takes the next values, {@code values[from, to)}. */
    public void accept(float[] values, int from, int to) throws IOException {
        blocks.accept(values, from, to);
    }

    /**
     * Ends the tensor.
     *
     * @return float[ceil(count / 64)], the caller's own
     * @throws IllegalStateException where fewer values came than were announced
     */
    public float[] finish() throws IOException {
        blocks.flush();
        if (next != maxima.length) {
            throw new IllegalStateException("%d of %d blocks came".formatted(next, maxima.length));
        }
        return maxima;
    }

    private void add(float[] values, int from, int length) {
        maxima[next++] = Nf4Quantizer.absmax(values, from, length);
    }
}
