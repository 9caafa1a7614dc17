package llamaline.worker.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/**
 * The published sizes of Code Llama.
 *
 * <p>Source: Rozière et al., Code Llama (2308.12950), and the config.json of the published models.
 */
enum PublishedSize {
    B7("7B", new Layout(4096, 32, 32, 32, 11008), true),
    B13("13B", new Layout(5120, 40, 40, 40, 13824), true),
    B34("34B", new Layout(8192, 48, 64, 8, 22016), false),
    B70("70B", new Layout(8192, 80, 64, 8, 28672), false);

    /** Pieces without those for infilling, which the Python models of 7B and 13B lack. */
    private static final int SHORT_VOCABULARY = 32000;

    private final String label;
    private final Layout layout;
    private final boolean infills;

    PublishedSize(String label, Layout layout, boolean infills) {
        this.label = label;
        this.layout = layout;
        this.infills = infills;
    }

    /** The size with the same matrices; the vocabulary does not count. */
    static Optional<PublishedSize> of(DecoderConfig config) {
        var layout =
                new Layout(
                        config.hiddenSize(),
                        config.layers(),
                        config.attention().heads(),
                        config.attention().kvHeads(),
                        config.mlpSize());
        return Arrays.stream(values()).filter(size -> size.layout.equals(layout)).findFirst();
    }

    String label() {
        return label;
    }

    /** Whether its base model was trained to fill in. */
    boolean infills() {
        return infills;
    }

    /** Whether a model of this size and vocabulary can only be the Python one. */
    boolean isPython(int vocabulary) {
        return infills && vocabulary == SHORT_VOCABULARY;
    }

    private record Layout(int hiddenSize, int layers, int heads, int kvHeads, int mlpSize) {}
}
