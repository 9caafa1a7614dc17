package llamaline.importer.checkpoint.config;

/**
 * Grouped-query attention of one layer.
 *
 * <p>Source: Ainslie et al., GQA (2305.13245); the padding is ours.
 *
 * @param heads query heads
 * @param kvHeads key and value heads, each serving heads / kvHeads query heads
 * @param headSize elements of a head, even
 */
public record AttentionShape(int heads, int kvHeads, int headSize) {
    /** The fused operator turns heads of multiples of this alone. */
    private static final int HEAD_STEP = 16;

    /** Elements of a head in graph and cache: padded with zeros. */
    public int cachedHeadSize() {
        return Math.ceilDiv(headSize, HEAD_STEP) * HEAD_STEP;
    }
}
