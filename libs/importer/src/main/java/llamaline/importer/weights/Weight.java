package llamaline.importer.weights;

import java.util.List;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.weights.rows.StackedRows;

/**
 * One initializer of the graph, as floats.
 *
 * @param name unique in the graph
 * @param isVector whether its one row stands without a first dimension
 * @param offset position of the first byte in the weights' file
 */
public record Weight(String name, boolean isVector, long offset, StackedRows rows) {
    public FloatFormat type() {
        return rows.type();
    }

    public List<Long> dimensions() {
        long columns = rows.columns();
        return isVector ? List.of(columns) : List.of((long) rows.rows(), columns);
    }

    public long bytes() {
        return rows.bytes();
    }
}
