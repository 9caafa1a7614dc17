package llamaline.worker.schedule;

import java.util.Arrays;
import java.util.List;

/** A list of token ids that never changes. */
public final class TokenIds {
    /** No ids. */
    public static final TokenIds NONE = new TokenIds(new int[0]);

    private final int[] ids;

    private TokenIds(int[] ids) {
        this.ids = ids;
    }

    /** Copies the ids. */
    public static TokenIds of(int... ids) {
        return new TokenIds(ids.clone());
    }

    /** Copies the ids. */
    public static TokenIds of(List<Integer> ids) {
        return new TokenIds(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Count of ids. */
    public int count() {
        return ids.length;
    }

    /**
     * One id.
     *
     * @param index in [0, count)
     */
    public int at(int index) {
        return ids[index];
    }

    /** Whether {@code id} is one of them; linear. */
    public boolean contains(int id) {
        for (int each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }

    /** A copy. */
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** The count alone: ids never reach a log. */
    @Override
    public String toString() {
        return ids.length + " ids";
    }
}
