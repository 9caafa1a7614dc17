package llamaline.mask;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A PNG image, written without AWT so that it works in a native image too: a square for each cell,
 * the darker the more of it attends, the diagonal green; no labels.
 */
public final class PngRenderer implements MaskRenderer {
    public static final int DEFAULT_CELLS = 1024;

    /** Steps of shade from none to all. */
    static final int SHADES = 32;

    private static final int WANTED_WIDTH = 1024;
    private static final int LARGEST_SQUARE = 16;

    /** Squares of fewer pixels have no gap between them. */
    private static final int SMALLEST_WITH_GAP = 4;

    private static final byte OWN = SHADES + 1;
    private static final byte GAP = SHADES + 2;
    private static final List<Integer> PALETTE =
            Stream.concat(
                            IntStream.rangeClosed(0, SHADES).mapToObj(PngRenderer::shadeColor),
                            Stream.of(0x2DA44E, 0xFFFFFF))
                    .toList();

    private final int maxCells;

    public PngRenderer() {
        this(DEFAULT_CELLS);
    }

    public PngRenderer(int maxCells) {
        this.maxCells = MaskPicture.checkCells(maxCells);
    }

    @Override
    public String mediaType() {
        return "image/png";
    }

    @Override
    public void render(AttentionMask mask, OutputStream out) throws IOException {
        var picture = MaskPicture.of(mask, maxCells);
        int square = squareSize(picture);
        int width = Math.max(1, square * picture.columns().cells());
        int height = Math.max(1, square * picture.rows().cells());
        var buffered = new BufferedOutputStream(out);
        try (var encoder = new PngEncoder(buffered, width, height, PALETTE)) {
            byte[] line = new byte[width];
            Arrays.fill(line, GAP);
            if (picture.rows().cells() == 0) {
                encoder.line(line);
            }
            for (int row = 0; row < picture.rows().cells(); row++) {
                band(picture.band(row), line, square, encoder);
            }
            encoder.finish();
        }
        buffered.flush();
    }

    /** Pixels a side of a cell. */
    static int squareSize(MaskPicture picture) {
        int cells = Math.max(1, Math.max(picture.rows().cells(), picture.columns().cells()));
        return Math.clamp(WANTED_WIDTH / cells, 1, LARGEST_SQUARE);
    }

    private static void band(MaskBand band, byte[] line, int square, PngEncoder encoder)
            throws IOException {
        int gap = square < SMALLEST_WITH_GAP ? 0 : 1;
        for (int cell = 0; cell < line.length / square; cell++) {
            byte color = band.isOwn(cell) ? OWN : (byte) band.shade(cell, SHADES);
            Arrays.fill(line, cell * square, (cell + 1) * square - gap, color);
        }
        for (int y = 0; y < square - gap; y++) {
            encoder.line(line);
        }
        if (gap > 0) {
            Arrays.fill(line, GAP);
            encoder.line(line);
        }
    }

    private static int shadeColor(int shade) {
        int light = 0xE6EAEF;
        int dark = 0x1F2328;
        int color = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = (light >> shift) & 0xFF;
            int to = (dark >> shift) & 0xFF;
            color |= (from + (to - from) * shade / SHADES) << shift;
        }
        return color;
    }
}
