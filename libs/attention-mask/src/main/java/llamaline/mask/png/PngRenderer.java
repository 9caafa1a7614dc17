package llamaline.mask.png;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskInputException;
import llamaline.mask.picture.CellRow;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.picture.Partition;

/**
 * Writes a mask as a PNG image: a rectangle for each cell, the darker the more of it attends, the
 * diagonal green; no labels.
 */
public final class PngRenderer implements MaskRenderer {
    public static final int DEFAULT_CELLS = 1024;

    /** The number of steps of shade from none to all. */
    static final int SHADES = 32;

    private static final int WANTED_LENGTH = 1024;
    private static final int LARGEST_CELL = 16;

    /** The smallest cell, in pixels, that has a gap behind it. */
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

    /**
     * Draws at most {@code maxCells} cells a side.
     *
     * @throws MaskInputException where that is not 1 to {@link MaskPicture#MOST_CELLS}
     */
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
        int cellWidth = cellSize(picture.columns());
        int cellHeight = cellSize(picture.rows());
        int width = Math.max(1, cellWidth * picture.columns().cells());
        int height = Math.max(1, cellHeight * picture.rows().cells());
        var buffered = new BufferedOutputStream(out);
        try (var encoder = new PngEncoder(buffered, width, height, PALETTE)) {
            byte[] line = new byte[width];
            Arrays.fill(line, GAP);
            if (picture.rows().cells() == 0) {
                encoder.line(line);
            }
            for (int row = 0; row < picture.rows().cells(); row++) {
                paint(picture.row(row), cellWidth, line);
                repeat(line, cellHeight, encoder);
            }
            encoder.finish();
        }
        buffered.flush();
    }

    /** Returns the size of a cell in pixels along rows or columns, with the gap behind it. */
    static int cellSize(Partition axis) {
        return Math.clamp(WANTED_LENGTH / Math.max(1, axis.cells()), 1, LARGEST_CELL);
    }

    private static int gap(int cellSize) {
        return cellSize < SMALLEST_WITH_GAP ? 0 : 1;
    }

    private static void paint(CellRow cells, int cellWidth, byte[] line) {
        Arrays.fill(line, GAP);
        for (int cell = 0; cell < line.length / cellWidth; cell++) {
            byte color = cells.isOwn(cell) ? OWN : (byte) cells.shade(cell, SHADES);
            int end = (cell + 1) * cellWidth - gap(cellWidth);
            Arrays.fill(line, cell * cellWidth, end, color);
        }
    }

    private static void repeat(byte[] line, int cellHeight, PngEncoder encoder) throws IOException {
        for (int y = 0; y < cellHeight - gap(cellHeight); y++) {
            encoder.line(line);
        }
        if (gap(cellHeight) > 0) {
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
