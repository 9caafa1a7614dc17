package llamaline.mask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.text.TextColors;
import llamaline.mask.text.TextRenderer;

/** What a renderer writes. */
public final class Rendered {
    private Rendered() {}

    public static byte[] bytes(AttentionMask mask, MaskRenderer renderer) {
        var out = new ByteArrayOutputStream();
        try {
            renderer.render(mask, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String text(AttentionMask mask, MaskRenderer renderer) {
        return new String(bytes(mask, renderer), StandardCharsets.UTF_8);
    }

    public static String text(AttentionMask mask, TextColors colors) {
        return text(mask, new TextRenderer(colors));
    }
}
