package llamaline.importer.graph;

import java.util.List;
import llamaline.importer.onnx.AttributeProto;
import llamaline.importer.onnx.AttributeProto.AttributeType;
import llamaline.importer.onnx.GraphProto;
import llamaline.importer.onnx.ModelProto;
import llamaline.importer.onnx.NodeProto;
import llamaline.importer.onnx.OperatorSetIdProto;
import llamaline.importer.onnx.TensorProto;
import llamaline.importer.onnx.TensorProto.DataType;
import llamaline.importer.onnx.TensorShapeProto;
import llamaline.importer.onnx.TensorShapeProto.Dimension;
import llamaline.importer.onnx.TypeProto;
import llamaline.importer.onnx.ValueInfoProto;

/**
 * An ONNX model in the making: inputs, nodes, initializers, outputs. Nodes run in the order in
 * which they are added, which must be topological. Not thread-safe.
 *
 * <p>Source: ONNX, onnx/onnx.proto.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 10;
    private static final int OPSET = 21;

    /** The domain of the operators that ONNX Runtime adds to ONNX's own. */
    private static final String MICROSOFT = "com.microsoft";

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    /**
     * Adds a node of ONNX's own operators with one output.
     *
     * @param to names the output and the node
     * @return {@code to}
     */
    String node(String operator, List<String> from, String to, AttributeProto... attributes) {
        graph.addNode(node(operator, from, List.of(to), attributes));
        return to;
    }

    /** Adds a node of ONNX Runtime's operators; an output that is left out has the empty name. */
    void fused(String operator, List<String> from, List<String> to, AttributeProto... attributes) {
        graph.addNode(node(operator, from, to, attributes).setDomain(MICROSOFT));
    }

    /** Adds a node that cuts one value into several. */
    void split(String from, List<String> to, AttributeProto... attributes) {
        graph.addNode(node("Split", List.of(from), to, attributes));
    }

    /** Adds a constant. */
    void initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
    }

    /**
     * Adds a constant int64 vector.
     *
     * @return {@code name}
     */
    String constant(String name, List<Long> values) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .addDims(values.size())
                        .setDataType(DataType.INT64_VALUE)
                        .addAllInt64Data(values));
        return name;
    }

    /**
     * Declares an input of the graph; one without dimensions is a scalar.
     *
     * @return {@code name}
     */
    String input(String name, DataType type, Dimension... dimensions) {
        graph.addInput(value(name, type, dimensions));
        return name;
    }

    /**
     * Declares an output of the graph, which a node must make.
     *
     * @return {@code name}
     */
    String output(String name, DataType type, Dimension... dimensions) {
        graph.addOutput(value(name, type, dimensions));
        return name;
    }

    /** A dimension of a fixed length. */
    static Dimension fixed(long length) {
        return Dimension.newBuilder().setDimValue(length).build();
    }

    /** A dimension whose length each run decides; equal names mean equal lengths. */
    static Dimension free(String name) {
        return Dimension.newBuilder().setDimParam(name).build();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setI(value)
                .setType(AttributeType.INT)
                .build();
    }

    static AttributeProto attribute(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setF((float) value)
                .setType(AttributeType.FLOAT)
                .build();
    }

    /** The bytes of the model file. */
    byte[] model(String name) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("llamaline")
                .setGraph(graph.setName(name))
                .addOpsetImport(operatorSet("", OPSET))
                .addOpsetImport(operatorSet(MICROSOFT, 1))
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(
            String operator, List<String> from, List<String> to, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setName(to.getFirst())
                .setOpType(operator)
                .addAllInput(from)
                .addAllOutput(to)
                .addAllAttribute(List.of(attributes));
    }

    private static OperatorSetIdProto operatorSet(String domain, int version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    private static ValueInfoProto value(String name, DataType type, Dimension... dimensions) {
        var tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(TensorShapeProto.newBuilder().addAllDim(List.of(dimensions)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
