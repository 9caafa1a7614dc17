package llamaline.worker.checkpoint;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every weight of a model, in the order of the file they go to.
 *
 * @param bytes of that file
 */
record WeightPlan(List<Weight> weights, long bytes) {
    WeightPlan {
        weights = List.copyOf(weights);
    }

    /** The type that most bytes are stored in. */
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
        return weights.stream()
                .map(weight ->
                        "%s %s %s\n"
                                .formatted(
                                        weight.name(), weight.type().label(), weight.dimensions()))
                .collect(Collectors.joining());
    }
}
