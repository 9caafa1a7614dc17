package llamaline.gateway.text;

import java.util.Arrays;
import java.util.stream.IntStream;
import llamaline.v1.TokenIds;

/** The generated token ids that a caller was given, in order. Not thread-safe. */
final class GeneratedIds {
    private int[] ids = new int[16];
    private int count;

    int count() {
        return count;
    }

    void add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    int last() {
        return ids[count - 1];
    }

    TokenIds toMessage() {
        return TokenIds.newBuilder()
                .addAllIds(IntStream.of(ids).limit(count).boxed().toList())
                .build();
    }
}
