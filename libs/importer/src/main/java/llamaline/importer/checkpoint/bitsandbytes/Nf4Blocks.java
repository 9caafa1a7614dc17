package llamaline.importer.checkpoint.bitsandbytes;

import java.io.IOException;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;

/** A matrix in NF4, flat in C order, of which any blocks can be restored. */
public interface Nf4Blocks {
    /**
     * Restores blocks [first, end), of 64 values each.
     *
     * @return their values, where index 0 is the first value of block {@code first}
     */
    Nf4Dequantizer blocks(int first, int end) throws IOException;
}
