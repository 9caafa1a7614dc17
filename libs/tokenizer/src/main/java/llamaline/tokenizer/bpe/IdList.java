package llamaline.tokenizer.bpe;

import java.util.Arrays;

/** A growing list of token ids without boxing. Not thread-safe. */
public final class IdList {
    private int[] ids;
    private int size;

    public IdList(int capacity) {
        ids = new int[Math.max(capacity, 16)];
    }

    int size() {
        return size;
    }

    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    public void addAll(int[] more) {
        if (size + more.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * size, size + more.length));
        }
        System.arraycopy(more, 0, ids, size, more.length);
        size += more.length;
    }

    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }

    int[] from(int start) {
        return Arrays.copyOfRange(ids, start, size);
    }
}
