package llamaline.importer.graph;

import java.util.List;
import llamaline.importer.onnx.TensorProto.DataType;

/**
 * A graph that copies int32 words from its input to its output, {@code [N]} each: an engine uses it
 * to move memory of a device that it cannot reach itself.
 */
public final class CopyGraph {
    public static final String FROM = "from";
    public static final String TO = "to";

    private CopyGraph() {}

    /** The bytes of the model file. */
    public static byte[] model() {
        OnnxGraph graph = new OnnxGraph();
        graph.input(FROM, DataType.INT32, OnnxGraph.free("N"));
        graph.output(TO, DataType.INT32, OnnxGraph.free("N"));
        var _ = graph.node("Identity", List.of(FROM), TO);
        return graph.model("copy");
    }
}
