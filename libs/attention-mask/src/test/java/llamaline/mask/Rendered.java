package llamaline.mask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a renderer writes. */
final class Rendered {
    private Rendered() {}

    static byte[] bytes(AttentionMask mask, MaskRenderer renderer) {
        var out = new ByteArrayOutputStream();
        try {
            renderer.render(mask, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String text(AttentionMask mask, MaskRenderer renderer) {
        return new String(bytes(mask, renderer), StandardCharsets.UTF_8);
    }

    static String text(AttentionMask mask, TextColors colors) {
        return text(mask, new TextRenderer(colors));
    }
}
