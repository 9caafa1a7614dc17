package llamaline.importer.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llamaline.importer.checkpoint.safetensors.TensorType;

/**
 * Every weight of a model, and where it lies in the file they go to.
 *
 * @param weights floats
 * @param matrices codes
 * @param bytes of that file
 * @param errors gets what tensors lose when the plan is carried out
 */
public record WeightPlan(
        List<Weight> weights, List<QuantizedMatrix> matrices, long bytes, TensorErrors errors) {
    public WeightPlan {
        weights = List.copyOf(weights);
        matrices = List.copyOf(matrices);
    }

    /** All that is to be written, in an order that hashes depend on. */
    List<WeightTask> works() {
        List<WeightTask> works = new ArrayList<>();
        weights.forEach(
                weight -> Block.of(weight).forEach(block -> works.add(new CopyTask(block))));
        for (QuantizedMatrix matrix : matrices) {
            IntStream.range(0, matrix.parts().size())
                    .forEach(part -> works.add(new QuantizeTask(matrix, part, errors)));
        }
        return works;
    }

    /** For the card: that of the linear layers' codes, else {@link #precision}. */
    public String precisionLabel() {
        return matrices.isEmpty() ? precision().label() : matrices.getFirst().format().label();
    }

    /** The type that most bytes of floats are stored in. */
    TensorType precision() {
        Map<TensorType, Long> bytesOf =
                weights.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Weight::type,
                                        () -> new EnumMap<>(TensorType.class),
                                        Collectors.summingLong(Weight::bytes)));
        return bytesOf.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    /** One line for each weight: what a hash of the bytes alone would not tell apart. */
    String description() {
        return Stream.concat(
                        weights.stream()
                                .map(weight ->
                                        line(
                                                weight.name(),
                                                weight.type().label(),
                                                weight.dimensions())),
                        matrices.stream()
                                .map(matrix ->
                                        line(
                                                matrix.name(),
                                                matrix.format().label(),
                                                List.of(matrix.rows(), matrix.columns()))))
                .collect(Collectors.joining());
    }

    private static String line(String name, String label, List<? extends Number> dimensions) {
        return "%s %s %s\n".formatted(name, label, dimensions);
    }
}
