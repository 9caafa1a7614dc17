package llamaline.importer.weights.rows;

import llamaline.importer.checkpoint.config.AttentionShape;

/**
 * Where the elements of an axis stand after its heads were padded: each half of a head keeps the
 * front of a half of the padded head (x1 0 | x2 0), because rotary embedding turns pairs that lie
 * half a head apart. The rest is zero.
 *
 * @param heads heads side by side on the axis
 * @param size elements of a head in the checkpoint; even where it is padded
 * @param paddedSize elements of a head in the graph, even where it is padded
 */
public record AxisPadding(int heads, int size, int paddedSize) {
    /** An axis that stays as it is. */
    public static AxisPadding none(int length) {
        return new AxisPadding(1, length, length);
    }

    /** The heads of the queries, each padded as in graph and cache. */
    public static AxisPadding queries(AttentionShape attention) {
        return new AxisPadding(attention.heads(), attention.headSize(), attention.cachedHeadSize());
    }

    /** The heads of keys, and of values, each padded as in graph and cache. */
    public static AxisPadding keys(AttentionShape attention) {
        return new AxisPadding(
                attention.kvHeads(), attention.headSize(), attention.cachedHeadSize());
    }

    boolean isNone() {
        return size == paddedSize;
    }

    /** Elements in the graph. */
    public int length() {
        return Math.multiplyExact(heads, paddedSize);
    }

    /** Elements in the checkpoint. */
    int sourceLength() {
        return Math.multiplyExact(heads, size);
    }

    /** Elements that stay together, from any multiple of it on. */
    int run() {
        return isNone() ? size : size / 2;
    }

    /**
     * First index in the checkpoint whose place in the graph is at {@code index} or behind it.
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
     * Place in the graph of an element of the checkpoint.
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
