package llamaline.importer.weights;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.weights.rows.TensorErrors;

/**
 * Every weight of a model, with its place in the file that they are written to. Hashes of weights
 * depend on the order in which they stand here.
 *
 * @param weights those that are floats
 * @param matrices those that are quantized
 * @param bytes size of the file
 * @param errors gets what tensors lose when the plan is carried out
 */
public record WeightPlan(
        List<Weight> weights, List<QuantizedMatrix> matrices, long bytes, TensorErrors errors) {
    public WeightPlan {
        weights = List.copyOf(weights);
        matrices = List.copyOf(matrices);
    }

    /** The precision that the card names: that of the linear layers where they are quantized. */
    public String precisionLabel() {
        return matrices.isEmpty() ? precision().label() : matrices.getFirst().format().label();
    }

    /** The type that most bytes of floats are stored in. */
    private FloatFormat precision() {
        Map<FloatFormat, Long> bytesOf =
                weights.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Weight::type,
                                        () -> new EnumMap<>(FloatFormat.class),
                                        Collectors.summingLong(Weight::bytes)));
        return bytesOf.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    /** One line for each weight, with all that a hash of the bytes alone would not tell apart. */
    public String description() {
        Stream<String> floats =
                weights.stream()
                        .map(weight ->
                                line(weight.name(), weight.type().label(), weight.dimensions()));
        Stream<String> quantized =
                matrices.stream()
                        .map(matrix ->
                                line(
                                        matrix.name(),
                                        matrix.format().label(),
                                        List.of(matrix.rows().rows(), matrix.rows().columns())));
        return Stream.concat(floats, quantized).collect(Collectors.joining());
    }

    private static String line(String name, String label, List<? extends Number> dimensions) {
        return "%s %s %s\n".formatted(name, label, dimensions);
    }
}
