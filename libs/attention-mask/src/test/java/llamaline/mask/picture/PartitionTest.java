package llamaline.mask.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void everyIndexLiesInTheCellThatSaysSo() {
        for (int length = 1; length < 60; length++) {
            for (int maxCells = 1; maxCells < 60; maxCells++) {
                var partition = Partition.of(length, maxCells);
                assertEquals(length, partition.to(partition.cells() - 1));
                for (int index = 0; index < length; index++) {
                    int cell = partition.cellOf(index);
                    assertTrue(partition.from(cell) <= index && index < partition.to(cell));
                }
            }
        }
    }

    @Test
    void lengthsOfCellsDifferByAtMostOne() {
        var partition = Partition.of(1000, 7);
        for (int cell = 0; cell < 7; cell++) {
            assertTrue(partition.lengthOf(cell) == 142 || partition.lengthOf(cell) == 143);
        }
    }

    @Test
    void isExactWhereEachIndexHasACell() {
        assertTrue(Partition.of(5, 9).isExact());
        assertEquals(0, Partition.of(0, 9).cells());
    }
}
