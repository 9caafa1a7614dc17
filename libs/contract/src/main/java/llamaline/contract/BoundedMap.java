package llamaline.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets its oldest entry where it would hold too many. An entry is as old as its key:
 * to put a key that is there changes its value alone. Not thread-safe.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int limit;

    /**
     * Makes an empty map.
     *
     * @param limit how many entries it holds, at least 1
     */
    public BoundedMap(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be >= 1, got " + limit);
        }
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
