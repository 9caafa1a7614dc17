package llamaline.mask.picture;

import java.io.IOException;
import java.io.OutputStream;
import llamaline.mask.AttentionMask;

/** Writes masks in one format. A renderer takes memory for one row of cells. */
public interface MaskRenderer {
    /**
     * Writes the whole picture; flushes {@code out} and does not close it.
     *
     * @throws IOException as {@code out} throws it
     */
    void render(AttentionMask mask, OutputStream out) throws IOException;

    /** The format's media type, for the header {@code Content-Type}. */
    String mediaType();
}
