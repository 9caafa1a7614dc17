package llamaline.importer.graph;

import java.util.List;
import llamaline.importer.onnx.StringStringEntryProto;
import llamaline.importer.onnx.TensorProto;
import llamaline.importer.onnx.TensorProto.DataLocation;
import llamaline.importer.onnx.TensorProto.DataType;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.Weight;
import llamaline.importer.weights.WeightPlan;

/**
 * The initializers of a graph whose bytes lie in a file of their own, beside the model's.
 *
 * @param file name of the file with the weights
 */
record ExternalWeights(String file) {
    /** Adds all weights of a plan to a graph. */
    void addTo(OnnxGraph graph, WeightPlan plan) {
        for (Weight weight : plan.weights()) {
            graph.initializer(
                    tensor(weight.name(), typeOf(weight.type()), weight.dimensions())
                            .addAllExternalData(place(weight.offset(), weight.bytes()))
                            .build());
        }
        for (QuantizedMatrix matrix : plan.matrices()) {
            List<Long> dimensions = matrix.dimensions();
            graph.initializer(
                    tensor(matrix.name(), DataType.UINT8, dimensions)
                            .addAllExternalData(place(matrix.offset(), matrix.packedBytes()))
                            .build());
            long scales = matrix.scaleCount();
            graph.initializer(
                    tensor(matrix.scalesName(), DataType.FLOAT, List.of(scales))
                            .addAllExternalData(place(matrix.scalesOffset(), scales * Float.BYTES))
                            .build());
        }
    }

    /** ONNX's name of a weight's type. */
    static DataType typeOf(FloatFormat type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
        };
    }

    private static TensorProto.Builder tensor(String name, DataType type, List<Long> dimensions) {
        return TensorProto.newBuilder()
                .setName(name)
                .addAllDims(dimensions)
                .setDataType(type.getNumber())
                .setDataLocation(DataLocation.EXTERNAL);
    }

    private List<StringStringEntryProto> place(long offset, long bytes) {
        return List.of(
                entry("location", file),
                entry("offset", Long.toString(offset)),
                entry("length", Long.toString(bytes)));
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
