package llamaline.cli.logits;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Raw scores of one position, {@code float[vocabulary]}. The array is the caller's. */
public final class LogitRow {
    private final int position;
    private final float[] logits;

    public LogitRow(int position, float[] logits) {
        this.position = position;
        this.logits = logits;
    }

    int position() {
        return position;
    }

    float of(int id) {
        return logits[id];
    }

    int size() {
        return logits.length;
    }

    /** Ids of the greatest, in their order; of equals the lower id first. */
    public List<Integer> greatest(int count) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]))
                .limit(count)
                .toList();
    }
}
