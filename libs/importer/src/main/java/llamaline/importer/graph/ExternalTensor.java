package llamaline.importer.graph;

import java.util.List;
import java.util.stream.Stream;
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;

/**
 * An initializer whose bytes lie in the weights' file.
 *
 * @param onnxType TensorProto.DataType
 */
public record ExternalTensor(
        String name, int onnxType, List<Long> dimensions, long offset, long bytes) {
    public ExternalTensor {
        dimensions = List.copyOf(dimensions);
    }

    /** All that the graph of a plan finds in the weights' file. */
    static List<ExternalTensor> of(WeightPlan plan) {
        return Stream.concat(
                        plan.weights().stream().map(ExternalTensor::of),
                        plan.matrices().stream()
                                .flatMap(matrix -> Stream.of(codes(matrix), scales(matrix))))
                .toList();
    }

    private static ExternalTensor of(Weight weight) {
        return new ExternalTensor(
                weight.name(),
                OnnxGraph.typeOf(weight.type()),
                weight.dimensions(),
                weight.offset(),
                weight.bytes());
    }

    private static ExternalTensor codes(QuantizedMatrix matrix) {
        return new ExternalTensor(
                matrix.name(),
                OnnxFields.UINT8,
                matrix.format().dimensions(matrix.rows(), matrix.columns()),
                matrix.offset(),
                matrix.codeBytes());
    }

    private static ExternalTensor scales(QuantizedMatrix matrix) {
        return new ExternalTensor(
                matrix.scalesName(),
                OnnxFields.FLOAT,
                List.of(matrix.scaleCount()),
                matrix.scalesOffset(),
                matrix.scaleCount() * Float.BYTES);
    }
}
