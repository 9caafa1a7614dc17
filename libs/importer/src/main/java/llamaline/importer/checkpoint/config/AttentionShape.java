package llamaline.importer.checkpoint.config;

/**
 * The shape of grouped-query attention in one layer.
 *
 * <p>Source: Ainslie et al., GQA (2305.13245); the padding is ours.
 *
 * @param heads query heads
 * @param kvHeads key and value heads, each serving heads / kvHeads query heads
 * @param headSize elements of a head, even
 */
public record AttentionShape(int heads, int kvHeads, int headSize) {
    /** The step of head sizes that the fused operator can turn. */
    private static final int HEAD_STEP = 16;

    /** The elements of a head in graph and cache, where it is padded with zeros. */
    public int cachedHeadSize() {
        return Math.ceilDiv(headSize, HEAD_STEP) * HEAD_STEP;
    }
}
