package llamaline.importer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;
import llamaline.importer.weights.rows.MatrixPart;

/**
 * The cost of an import: sizes in bytes, and how far weights are from those of the checkpoint.
 *
 * @param precision of the model's card
 * @param bytesBefore of all tensors
 * @param tensors in no particular order
 */
record ImportReport(
        String precision,
        @JsonProperty("bytes_before") long bytesBefore,
        @JsonProperty("bytes_after") long bytesAfter,
        List<TensorCost> tensors) {
    private static final ObjectWriter JSON =
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    ImportReport {
        tensors = List.copyOf(tensors);
    }

    /**
     * The cost of one tensor of the checkpoint.
     *
     * @param storedAs its type or precision in the model
     * @param bytesBefore with the tensors that belong to it, as scales do
     * @param largestError largest absolute difference of a weight; 0 where all are as they were
     * @param meanError mean absolute difference of all its weights
     */
    record TensorCost(
            String name,
            @JsonProperty("stored_as") String storedAs,
            @JsonProperty("bytes_before") long bytesBefore,
            @JsonProperty("bytes_after") long bytesAfter,
            @JsonProperty("largest_error") double largestError,
            @JsonProperty("mean_error") double meanError) {}

    /** Reports on a plan that was carried out. */
    static ImportReport of(WeightPlan plan, CheckpointTensors tensors) {
        List<TensorCost> costs = new ArrayList<>();
        for (Weight weight : plan.weights()) {
            for (MatrixPart part : weight.rows().parts()) {
                long after = (long) part.rows().length() * part.columns().length();
                costs.add(
                        cost(
                                plan,
                                tensors,
                                part.tensor().name(),
                                weight.type().label(),
                                after * weight.type().bytes()));
            }
        }
        for (QuantizedMatrix matrix : plan.matrices()) {
            IntStream.range(0, matrix.parts().size())
                    .mapToObj(part ->
                            cost(
                                    plan,
                                    tensors,
                                    matrix.parts().get(part).tensor().name(),
                                    matrix.format().label(),
                                    matrix.bytes(part)))
                    .forEach(costs::add);
        }
        return new ImportReport(
                plan.precisionLabel(),
                costs.stream().mapToLong(TensorCost::bytesBefore).sum(),
                costs.stream().mapToLong(TensorCost::bytesAfter).sum(),
                costs);
    }

    private static TensorCost cost(
            WeightPlan plan,
            CheckpointTensors tensors,
            String name,
            String storedAs,
            long bytesAfter) {
        ErrorStatistics lost = plan.errors().of(name);
        return new TensorCost(
                name, storedAs, tensors.bytesOf(name), bytesAfter, lost.largest(), lost.mean());
    }

    String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is not JSON", e);
        }
    }
}
