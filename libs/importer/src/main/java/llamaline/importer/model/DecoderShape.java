package llamaline.importer.model;

/**
 * The lengths of a decoder that an engine must know to hold its KV cache and to run its graph.
 *
 * @param layers at least 1
 * @param kvHeads key and value heads of a layer
 * @param headSize elements of a head in the cache: the model's own, padded to a multiple of 16
 * @param vocabulary ids in [0, vocabulary)
 * @param positions longest sequence the model is meant for
 * @param rotary how positions turn queries and keys
 */
public record DecoderShape(
        int layers,
        int kvHeads,
        int headSize,
        int vocabulary,
        int positions,
        RotaryEmbedding rotary) {
    public DecoderShape {
        if (layers < 1 || kvHeads < 1 || vocabulary < 1 || positions < 1) {
            throw new IllegalArgumentException(
                    "layers, kvHeads, vocabulary and positions must be >= 1, got %d, %d, %d, %d"
                            .formatted(layers, kvHeads, vocabulary, positions));
        }
        if (headSize % 16 != 0 || headSize < rotary.headSize()) {
            throw new IllegalArgumentException(
                    "headSize must be a multiple of 16 and at least %d, got %d"
                            .formatted(rotary.headSize(), headSize));
        }
    }

    /** The floats that one cached position takes, keys and values of all layers together. */
    public long floatsPerPosition() {
        return 2L * layers * kvHeads * headSize;
    }
}
