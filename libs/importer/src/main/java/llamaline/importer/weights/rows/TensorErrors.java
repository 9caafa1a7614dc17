package llamaline.importer.weights.rows;

import java.util.HashMap;
import java.util.Map;
import llamaline.importer.quantization.ErrorStatistics;

/** What each tensor of a checkpoint lost in an import, by name. Thread-safe. */
public final class TensorErrors {
    private final Map<String, ErrorStatistics> errors = new HashMap<>();

    public synchronized void add(String tensor, ErrorStatistics some) {
        errors.computeIfAbsent(tensor, _ -> new ErrorStatistics()).add(some);
    }

    /** None, where nothing was added. */
    public synchronized ErrorStatistics of(String tensor) {
        return errors.getOrDefault(tensor, new ErrorStatistics());
    }
}
