package llamaline.importer.model;

import java.nio.file.Path;
import llamaline.v1.ModelCard;

/**
 * What an import left in a folder: a graph with its weights, and what the world is told of it.
 *
 * @param card without {@code model} and {@code prompts_topic}: these depend on the name under which
 *     a worker serves it
 * @param compute type of the graph's computations and its KV cache
 */
public record ImportedModel(
        Path directory, ModelCard card, DecoderShape shape, ComputeType compute) {
    /** Whether {@code directory} holds an import that was finished. */
    public static boolean isAt(Path directory) {
        return ModelFolder.isComplete(directory);
    }

    /**
     * Reads all but graph and weights, of which it only compares the sizes.
     *
     * @throws ModelFileException where the folder holds no import, or one that is not whole
     */
    public static ImportedModel read(Path directory) {
        return ModelFolder.read(directory);
    }

    /** Bytes of the weights, on disk and on the device that computes with them. */
    public long weightsBytes() {
        return ModelFolder.weightsBytes(directory);
    }

    /**
     * Rows of a step below which a row's logits differ in bits with the number of rows: kernels for
     * 4 bits compute one row in another order than several.
     */
    public int leastRows() {
        return QuantizedFormat.named(card.getPrecision()).map(QuantizedFormat::leastRows).orElse(1);
    }

    /** What the import cost: JSON with sizes and errors, of each tensor and of all. */
    public Path report() {
        return directory.resolve(ModelFolder.REPORT);
    }

    /** The ONNX model; its external data lies beside it. */
    public Path graph() {
        return directory.resolve(ModelFolder.GRAPH);
    }
}
