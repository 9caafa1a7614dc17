package llamaline.importer.graph;

import java.util.List;

/**
 * A graph that copies int32 words from its input to its output, {@code [N]} each: an engine uses it
 * to move memory of a device that it cannot reach itself.
 */
public final class CopyGraph {
    public static final String FROM = "from";
    public static final String TO = "to";

    private CopyGraph() {}

    /** ModelProto. */
    public static byte[] model() {
        OnnxGraph graph = new OnnxGraph();
        graph.input(FROM, OnnxFields.INT32, "N");
        graph.output(TO, OnnxFields.INT32, "N");
        var _ = graph.node("Identity", List.of(FROM), TO);
        return graph.model("copy");
    }
}
