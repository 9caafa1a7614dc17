package llamaline.mask;

import java.util.List;

/** What each row attends to: one stretch of columns a row, computed when asked for. */
public sealed interface AttentionPattern {
    int rows();

    /** For {@code row} in [0, rows). */
    AttendedSpan of(int row);

    /**
     * A decoder's own pattern: each token attends to all before it and to itself.
     *
     * @param before columns in front of the first row's own one
     */
    record Causal(int rows, int before) implements AttentionPattern {
        public Causal {
            if (rows < 0 || before < 0) {
                throw new IllegalArgumentException(
                        "%d rows behind %d columns".formatted(rows, before));
            }
        }

        @Override
        public AttendedSpan of(int row) {
            return AttendedSpan.causal(before + row);
        }
    }

    /** Rows that have nothing to do with each other, as those of a batch. */
    record EachRow(List<AttendedSpan> spans) implements AttentionPattern {
        public EachRow {
            spans = List.copyOf(spans);
        }

        @Override
        public int rows() {
            return spans.size();
        }

        @Override
        public AttendedSpan of(int row) {
            return spans.get(row);
        }
    }
}
