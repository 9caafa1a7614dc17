package llamaline.importer.weights.rows;

import llamaline.importer.checkpoint.config.AttentionShape;

/**
 * The places of an axis' elements after its heads were padded: each half of a head keeps the front
 * of a half of the padded head (x1 0 | x2 0), because rotary embedding turns pairs that lie half a
 * head apart. The rest is zero.
 *
 * @param heads heads side by side on the axis
 * @param size elements of a head in the checkpoint; even where it is padded
 * @param paddedSize elements of a head in the graph, even where it is padded
 */
public record AxisPadding(int heads, int size, int paddedSize) {
    /** The padding of an axis that stays as it is. */
    public static AxisPadding none(int length) {
        return new AxisPadding(1, length, length);
    }

    /** The padding of the queries, whose heads are as long in the graph as in the cache. */
    public static AxisPadding queries(AttentionShape attention) {
        return new AxisPadding(attention.heads(), attention.headSize(), attention.cachedHeadSize());
    }

    /** The padding of the keys, and of the values. */
    public static AxisPadding keys(AttentionShape attention) {
        return new AxisPadding(
                attention.kvHeads(), attention.headSize(), attention.cachedHeadSize());
    }

    boolean isNone() {
        return size == paddedSize;
    }

    /** The number of elements in the graph. */
    public int length() {
        return Math.multiplyExact(heads, paddedSize);
    }

    /** The number of elements in the checkpoint. */
    int sourceLength() {
        return Math.multiplyExact(heads, size);
    }

    /** The number of elements that stay together, from any multiple of it on. */
    int run() {
        return isNone() ? size : size / 2;
    }

    /**
     * The first index in the checkpoint whose place in the graph is at {@code index} or behind it.
     *
     * @param index in [0, length]
     */
    int sourceFrom(int index) {
        int head = index / paddedSize;
        int inHead = index % paddedSize;
        int half = inHead < paddedSize / 2 || isNone() ? 0 : 1;
        int inHalf = inHead - half * (paddedSize / 2);
        return head * size + half * (size / 2) + (isNone() ? inHalf : Math.min(inHalf, size / 2));
    }

    /**
     * The place in the graph of an element of the checkpoint.
     *
     * @param source in [0, sourceLength)
     */
    int place(int source) {
        int head = source / size;
        int inHead = source % size;
        int half = inHead < size / 2 || isNone() ? 0 : 1;
        return head * paddedSize + inHead + half * (paddedSize - size) / 2;
    }
}
