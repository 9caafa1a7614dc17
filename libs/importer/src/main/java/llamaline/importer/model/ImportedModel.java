package llamaline.importer.model;

import java.nio.file.Path;
import llamaline.v1.ModelCard;

/**
 * A model in the folder that an import wrote: a graph with its weights, and the card that says what
 * the model is.
 *
 * @param card without {@code model} and {@code prompts_topic}: these depend on the name under which
 *     a worker serves it
 * @param compute type of the graph's computations and its KV cache
 */
public record ImportedModel(
        Path directory, ModelCard card, DecoderShape shape, ComputeType compute) {
    /** Tells whether {@code directory} holds an import that was finished. */
    public static boolean isAt(Path directory) {
        return ModelFolder.isComplete(directory);
    }

    /**
     * Reads a folder, but for graph and weights, of which only the sizes are compared.
     *
     * @throws ModelFileException where the folder holds no import, or one that is not whole
     */
    public static ImportedModel read(Path directory) {
        return ModelFolder.read(directory);
    }

    /** The size of the weights in bytes, on disk and on the device that computes with them. */
    public long weightsBytes() {
        return ModelFolder.weightsBytes(directory);
    }

    /**
     * The least rows of a step with which a row's logits do not depend on the number of rows, in
     * any bit: kernels for 4 bits compute one row in another order than several.
     */
    public int leastRows() {
        return QuantizedFormat.named(card.getPrecision()).map(QuantizedFormat::leastRows).orElse(1);
    }

    /**
     * The file with what the import cost: JSON with sizes and errors, of each tensor and of all.
     */
    public Path report() {
        return directory.resolve(ModelFolder.REPORT);
    }

    /** The ONNX model; its external data lies beside it. */
    public Path graph() {
        return directory.resolve(ModelFolder.GRAPH);
    }
}
