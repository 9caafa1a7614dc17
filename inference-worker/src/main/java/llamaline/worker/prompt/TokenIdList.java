package llamaline.worker.prompt;

import java.util.Arrays;
import java.util.List;

/** A list of token ids that never changes. */
public final class TokenIdList {
    /** The list without ids. */
    public static final TokenIdList NONE = new TokenIdList(new int[0]);

    private final int[] ids;

    private TokenIdList(int[] ids) {
        this.ids = ids;
    }

    /** Copies the ids. */
    public static TokenIdList of(int... ids) {
        return new TokenIdList(ids.clone());
    }

    /** Copies the ids. */
    public static TokenIdList of(List<Integer> ids) {
        return new TokenIdList(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Counts the ids. */
    public int count() {
        return ids.length;
    }

    /**
     * Returns one id.
     *
     * @param index in [0, count)
     */
    public int at(int index) {
        return ids[index];
    }

    /** Tells whether {@code id} is one of them; linear. */
    public boolean contains(int id) {
        for (int each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }

    /** Returns a copy of the ids. */
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIdList that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** Names the count alone: ids never reach a log. */
    @Override
    public String toString() {
        return ids.length + " ids";
    }
}
