package llamaline.importer.checkpoint;

import java.util.Arrays;
import java.util.Optional;
import llamaline.importer.checkpoint.config.DecoderConfig;

/**
 * The published sizes of Code Llama.
 *
 * <p>Source: Rozière et al., Code Llama (2308.12950), and the config.json of the published models.
 */
enum PublishedSize {
    B7("7B", 4096, 32, 32, 32, 11008, true),
    B13("13B", 5120, 40, 40, 40, 13824, true),
    B34("34B", 8192, 48, 64, 8, 22016, false),
    B70("70B", 8192, 80, 64, 8, 28672, false);

    /** The vocabulary of Python models of 7B and 13B, which lack the pieces for infilling. */
    private static final int SHORT_VOCABULARY = 32000;

    private final String label;
    private final int hiddenSize;
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int mlpSize;
    private final boolean infills;

    PublishedSize(
            String label,
            int hiddenSize,
            int layers,
            int heads,
            int kvHeads,
            int mlpSize,
            boolean infills) {
        this.label = label;
        this.hiddenSize = hiddenSize;
        this.layers = layers;
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.mlpSize = mlpSize;
        this.infills = infills;
    }

    /** Finds the size with the same matrices; the vocabulary does not count. */
    static Optional<PublishedSize> of(DecoderConfig config) {
        return Arrays.stream(values()).filter(size -> size.hasMatricesOf(config)).findFirst();
    }

    String label() {
        return label;
    }

    /** Tells whether its base model was trained to fill in. */
    boolean infills() {
        return infills;
    }

    /** Tells whether a model of this size and vocabulary can only be the Python one. */
    boolean isPython(int vocabulary) {
        return infills && vocabulary == SHORT_VOCABULARY;
    }

    private boolean hasMatricesOf(DecoderConfig config) {
        return config.hiddenSize() == hiddenSize
                && config.layers() == layers
                && config.attention().heads() == heads
                && config.attention().kvHeads() == kvHeads
                && config.mlpSize() == mlpSize;
    }
}
