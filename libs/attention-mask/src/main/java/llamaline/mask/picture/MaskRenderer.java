package llamaline.mask.picture;

import java.io.IOException;
import java.io.OutputStream;
import llamaline.mask.AttentionMask;

/** A format for masks. Each takes memory for one row of cells, and cells enough for its reader. */
public interface MaskRenderer {
    /**
     * Writes the whole picture; flushes {@code out} and does not close it.
     *
     * @throws IOException as {@code out} throws it
     */
    void render(AttentionMask mask, OutputStream out) throws IOException;

    /** For the header {@code Content-Type}. */
    String mediaType();
}
