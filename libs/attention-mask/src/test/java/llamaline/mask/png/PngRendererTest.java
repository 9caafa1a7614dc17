package llamaline.mask.png;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import llamaline.mask.AttendedSpan;
import llamaline.mask.AttentionMask;
import llamaline.mask.RandomMasks;
import llamaline.mask.Rendered;
import llamaline.mask.picture.MaskPicture;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class PngRendererTest {
    private static final int ON = 0x1F2328;
    private static final int OFF = 0xE6EAEF;
    private static final int OWN = 0x2DA44E;
    private static final int GAP = 0xFFFFFF;

    @Test
    void hasAPixelForWhatTheMaskSays() {
        Seeds.forEach(
                50,
                random -> {
                    AttentionMask mask = RandomMasks.next(random, 80);
                    BufferedImage image = read(Rendered.bytes(mask, new PngRenderer()));
                    MaskPicture picture = MaskPicture.of(mask, 1024);
                    int width = PngRenderer.cellSize(picture.columns());
                    int height = PngRenderer.cellSize(picture.rows());

                    for (int row = 0; row < mask.rows().size(); row++) {
                        for (int column = 0; column < mask.columns().size(); column++) {
                            int x = column * width;
                            int y = row * height;
                            assertEquals(color(mask, row, column), rgb(image, x, y));
                            assertEquals(
                                    color(mask, row, column),
                                    rgb(image, x + width - 2, y + height - 2));
                            assertEquals(GAP, rgb(image, x + width - 1, y));
                            assertEquals(GAP, rgb(image, x, y + height - 1));
                        }
                    }
                });
    }

    @Test
    void isOnePixelACellWhereThereAreMany() {
        AttentionMask mask = RandomMasks.causal(1024);
        BufferedImage image = read(Rendered.bytes(mask, new PngRenderer()));

        assertEquals(1024, image.getWidth());
        assertEquals(1024, image.getHeight());
        for (int row = 0; row < 1024; row++) {
            for (int column = 0; column < 1024; column++) {
                assertEquals(color(mask, row, column), rgb(image, column, row));
            }
        }
    }

    /** More compressed bytes than one chunk holds. */
    @Test
    void keepsAnImageOfManyChunks() {
        Seeds.forEach(
                1,
                random -> {
                    AttentionMask mask = RandomMasks.wide(random, 4000, 4096);
                    byte[] png = Rendered.bytes(mask, new PngRenderer(4096));
                    BufferedImage image = read(png);

                    assertTrue(png.length > 1 << 15, () -> png.length + " bytes");
                    for (int row = 0; row < 4000; row++) {
                        for (int column = 0; column < 4096; column += 7) {
                            assertEquals(color(mask, row, column), rgb(image, column, row));
                        }
                    }
                });
    }

    @Test
    void shadesByThePartThatIsAttended() {
        AttentionMask mask =
                RandomMasks.of(4, new AttendedSpan(0, 3, 0), new AttendedSpan(0, 3, 0));
        BufferedImage image = read(Rendered.bytes(mask, new PngRenderer(2)));

        int half = rgb(image, PngRenderer.cellSize(MaskPicture.of(mask, 2).columns()), 0) & 0xFF;
        assertEquals(((ON & 0xFF) + (OFF & 0xFF)) / 2f, half, 1);
    }

    @Test
    void isOnePixelWithoutRows() {
        BufferedImage image = read(Rendered.bytes(RandomMasks.causal(0), new PngRenderer()));

        assertEquals(1, image.getWidth());
        assertEquals(GAP, rgb(image, 0, 0));
    }

    private static int color(AttentionMask mask, int row, int column) {
        if (mask.attended(row).own() == column) {
            return OWN;
        }
        return mask.attends(row, column) ? ON : OFF;
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    private static BufferedImage read(byte[] png) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
