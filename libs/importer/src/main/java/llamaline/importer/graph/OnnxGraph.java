package llamaline.importer.graph;

import static llamaline.importer.graph.OnnxFields.*;

import java.util.ArrayList;
import java.util.List;
import llamaline.importer.checkpoint.safetensors.TensorType;

/**
 * An ONNX model in the making: inputs, nodes, initializers, outputs. The order of nodes is that of
 * their calls, which must be topological. Not thread-safe.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 10;
    private static final int OPSET = 21;

    /** Where ONNX Runtime keeps the operators that ONNX lacks. */
    private static final String MICROSOFT = "com.microsoft";

    private final List<OnnxMessage> nodes = new ArrayList<>();
    private final List<OnnxMessage> initializers = new ArrayList<>();
    private final List<OnnxMessage> inputs = new ArrayList<>();
    private final List<OnnxMessage> outputs = new ArrayList<>();

    /** TensorProto.DataType. */
    static int typeOf(TensorType type) {
        return switch (type) {
            case FLOAT32 -> FLOAT;
            case FLOAT16 -> OnnxFields.FLOAT16;
            case BFLOAT16 -> OnnxFields.BFLOAT16;
        };
    }

    /** A node of ONNX's own operators, with one output of the name that the node gets. */
    String node(String operator, List<String> from, String to, OnnxMessage... attributes) {
        nodes.add(message(operator, from, List.of(to), attributes));
        return to;
    }

    /** A node of ONNX Runtime's operators. */
    void fused(String operator, List<String> from, List<String> to, OnnxMessage... attributes) {
        nodes.add(message(operator, from, to, attributes).with(NODE_DOMAIN, MICROSOFT));
    }

    /** A node of ONNX's own operators with several outputs. */
    void split(List<String> from, List<String> to, OnnxMessage... attributes) {
        nodes.add(message("Split", from, to, attributes));
    }

    /**
     * A weight whose bytes lie in a file beside the model.
     *
     * @param file its name
     */
    void external(String file, ExternalTensor data) {
        OnnxMessage tensor = new OnnxMessage();
        data.dimensions().forEach(size -> tensor.with(TENSOR_DIMENSION, size));
        tensor.with(TENSOR_DATA_TYPE, data.onnxType())
                .with(TENSOR_NAME, data.name())
                .with(TENSOR_EXTERNAL_DATA, entry("location", file))
                .with(TENSOR_EXTERNAL_DATA, entry("offset", Long.toString(data.offset())))
                .with(TENSOR_EXTERNAL_DATA, entry("length", Long.toString(data.bytes())))
                .with(TENSOR_DATA_LOCATION, DATA_LOCATION_EXTERNAL);
        initializers.add(tensor);
    }

    /** A constant int64 vector. */
    String constant(String name, List<Long> values) {
        OnnxMessage tensor =
                new OnnxMessage()
                        .with(TENSOR_DIMENSION, values.size())
                        .with(TENSOR_DATA_TYPE, INT64);
        values.forEach(value -> tensor.with(TENSOR_INT64_DATA, value));
        initializers.add(tensor.with(TENSOR_NAME, name));
        return name;
    }

    /**
     * An input.
     *
     * @param dimensions a number fixes a size, a name leaves it to the call
     */
    String input(String name, int type, Object... dimensions) {
        inputs.add(value(name, type, dimensions));
        return name;
    }

    /** An output, as {@link #input}. */
    String output(String name, int type, Object... dimensions) {
        outputs.add(value(name, type, dimensions));
        return name;
    }

    static OnnxMessage attribute(String name, long value) {
        return new OnnxMessage()
                .with(ATTRIBUTE_NAME, name)
                .with(ATTRIBUTE_INT, value)
                .with(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_INT);
    }

    static OnnxMessage attribute(String name, double value) {
        return new OnnxMessage()
                .with(ATTRIBUTE_NAME, name)
                .with(ATTRIBUTE_FLOAT, (float) value)
                .with(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_FLOAT);
    }

    /** ModelProto. */
    byte[] model(String name) {
        OnnxMessage graph =
                new OnnxMessage()
                        .withAll(GRAPH_NODE, nodes)
                        .with(GRAPH_NAME, name)
                        .withAll(GRAPH_INITIALIZER, initializers)
                        .withAll(GRAPH_INPUT, inputs)
                        .withAll(GRAPH_OUTPUT, outputs);
        return new OnnxMessage()
                .with(MODEL_IR_VERSION, IR_VERSION)
                .with(MODEL_PRODUCER_NAME, "llamaline")
                .with(MODEL_GRAPH, graph)
                .with(MODEL_OPSET_IMPORT, operatorSet("", OPSET))
                .with(MODEL_OPSET_IMPORT, operatorSet(MICROSOFT, 1))
                .toByteArray();
    }

    private static OnnxMessage message(
            String operator, List<String> from, List<String> to, OnnxMessage... attributes) {
        var node = new OnnxMessage();
        from.forEach(input -> node.with(NODE_INPUT, input));
        to.forEach(output -> node.with(NODE_OUTPUT, output));
        return node.with(NODE_NAME, to.getFirst())
                .with(NODE_OPERATOR, operator)
                .withAll(NODE_ATTRIBUTE, List.of(attributes));
    }

    private static OnnxMessage entry(String key, String value) {
        return new OnnxMessage().with(ENTRY_KEY, key).with(ENTRY_VALUE, value);
    }

    private static OnnxMessage operatorSet(String domain, int version) {
        return new OnnxMessage()
                .with(OPERATOR_SET_DOMAIN, domain)
                .with(OPERATOR_SET_VERSION, version);
    }

    private static OnnxMessage value(String name, int type, Object... dimensions) {
        var shape = new OnnxMessage();
        for (Object size : dimensions) {
            var dimension = new OnnxMessage();
            shape.with(
                    SHAPE_DIMENSION,
                    size instanceof Number number
                            ? dimension.with(DIMENSION_VALUE, number.longValue())
                            : dimension.with(DIMENSION_NAME, size.toString()));
        }
        OnnxMessage tensor =
                new OnnxMessage().with(TENSOR_TYPE_ELEMENT, type).with(TENSOR_TYPE_SHAPE, shape);
        return new OnnxMessage()
                .with(VALUE_NAME, name)
                .with(VALUE_TYPE, new OnnxMessage().with(TYPE_TENSOR, tensor));
    }
}
