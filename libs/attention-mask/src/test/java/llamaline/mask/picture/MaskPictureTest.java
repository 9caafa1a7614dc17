package llamaline.mask.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import llamaline.mask.AttentionMask;
import llamaline.mask.MaskInputException;
import llamaline.mask.RandomMasks;
import llamaline.mask.text.TextColors;
import llamaline.mask.text.TextRenderer;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class MaskPictureTest {
    @Test
    void countsEachCellExactly() {
        Seeds.forEach(
                200,
                random -> {
                    AttentionMask mask = RandomMasks.next(random, 40);
                    MaskPicture picture = MaskPicture.of(mask, 1 + random.nextInt(50));

                    for (int row = 0; row < picture.rows().cells(); row++) {
                        CellRow cells = picture.row(row);
                        for (int cell = 0; cell < picture.columns().cells(); cell++) {
                            assertEquals(attended(mask, picture, row, cell), cells.attended(cell));
                        }
                    }
                });
    }

    @Test
    void leavesNoPairOut() {
        Seeds.forEach(
                200,
                random -> {
                    AttentionMask mask = RandomMasks.next(random, 300);
                    MaskPicture picture = MaskPicture.of(mask, 1 + random.nextInt(40));
                    long attended = 0;
                    long pairs = 0;

                    for (int row = 0; row < picture.rows().cells(); row++) {
                        CellRow cells = picture.row(row);
                        for (int cell = 0; cell < picture.columns().cells(); cell++) {
                            attended += cells.attended(cell);
                            pairs += cells.pairs(cell);
                        }
                    }

                    assertEquals(mask.attendedCount(), attended);
                    assertEquals((long) mask.rows().size() * mask.columns().size(), pairs);
                });
    }

    @Test
    void knowsTheTriangleOfALongText() {
        int length = 10_000;
        AttentionMask mask = RandomMasks.causal(length);
        MaskPicture picture = MaskPicture.of(mask, 100);

        assertEquals(length * (length + 1L) / 2, mask.attendedCount());
        assertEquals(100 * 101L / 2, picture.row(7).attended(7));
        assertEquals(1, picture.row(7).fraction(6));
        assertEquals(0, picture.row(7).fraction(8));
    }

    @Test
    void refusesACountOfCellsThatIsOutOfRange() {
        AttentionMask mask = RandomMasks.causal(3);

        assertThrows(MaskInputException.class, () -> MaskPicture.of(mask, 0));
        assertThrows(MaskInputException.class, () -> new TextRenderer(TextColors.NONE, 4097));
    }

    private static long attended(AttentionMask mask, MaskPicture picture, int row, int cell) {
        long count = 0;
        for (int r = picture.rows().from(row); r < picture.rows().to(row); r++) {
            for (int c = picture.columns().from(cell); c < picture.columns().to(cell); c++) {
                count += mask.attends(r, c) ? 1 : 0;
            }
        }
        return count;
    }
}
