package llamaline.importer.weights.rows;

import java.util.HashMap;
import java.util.Map;
import llamaline.importer.quantization.ErrorStatistics;

/** The errors of each tensor of a checkpoint in an import, by name. Thread-safe. */
public final class TensorErrors {
    private final Map<String, ErrorStatistics> errors = new HashMap<>();

    public synchronized void add(String tensor, ErrorStatistics some) {
        errors.computeIfAbsent(tensor, _ -> new ErrorStatistics()).add(some);
    }

    /** The errors of a tensor; none where nothing was added. */
    public synchronized ErrorStatistics of(String tensor) {
        return errors.getOrDefault(tensor, new ErrorStatistics());
    }
}
