package llamaline.worker.sampling;

import java.util.List;
import llamaline.worker.model.Logits;

/** Logits that a test wrote down: one array a row. */
final class ArrayLogits implements Logits {
    private final List<float[]> rows;

    ArrayLogits(float[]... rows) {
        this.rows = List.of(rows);
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public void copyRow(int row, float[] into) {
        System.arraycopy(rows.get(row), 0, into, 0, into.length);
    }
}
