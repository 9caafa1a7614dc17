package llamaline.worker.model;

/**
 * A decoder with a static KV cache: {@link #slots} rows of {@link #slotLength} positions each. It
 * knows nothing of requests; what a slot holds is the caller's to remember.
 *
 * <p>Not thread-safe: one owner thread makes all calls. Returned {@link Logits} belong to the model
 * and are valid until its next call.
 */
public interface CausalLanguageModel extends AutoCloseable {
    /** The vocabulary's size: ids are in [0, vocabulary). */
    int vocabulary();

    /** The count of rows of the KV cache. */
    int slots();

    /** The count of positions of a slot: prompt and completion of one sequence together. */
    int slotLength();

    /**
     * Feeds one chunk of a prompt into one slot, behind the {@code cached} positions it holds.
     *
     * @param chunk at least one id; {@code cached + chunk.length <= slotLength()}
     * @param logits which positions of the chunk are wanted: none, the last, or all
     * @return {@code float[rows][vocabulary]}, rows in the order of positions
     */
    Logits prefill(int slot, int cached, int[] chunk, LogitRows logits);

    /**
     * Makes one decode step over the contiguous slots [firstSlot, firstSlot + tokens.length).
     *
     * <p>An idle row (hole, finished, still in prefill) takes any id and its own count of cached
     * positions: it writes the one position behind them, which nobody has read and the next real
     * token overwrites. So {@code cached[row] < slotLength()} for every row.
     *
     * @param tokens one id a row
     * @param cached positions that the row's slot holds before this step
     * @return {@code float[tokens.length][vocabulary]}, row i for slot firstSlot + i
     */
    Logits decode(int firstSlot, int[] tokens, int[] cached);

    /** Copies the first {@code cached} positions of one slot over those of another. */
    void move(int fromSlot, int toSlot, int cached);

    @Override
    void close();
}
