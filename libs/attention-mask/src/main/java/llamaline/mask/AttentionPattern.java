package llamaline.mask;

import java.util.List;

/** The columns that each row attends to: one span a row, computed when asked for. */
public sealed interface AttentionPattern {
    int rows();

    /** Returns the span of {@code row}, in [0, rows). */
    AttendedSpan of(int row);

    /**
     * The causal pattern of a decoder: each token attends to itself and to all before it.
     *
     * @param rows number of rows
     * @param before number of columns in front of the first row's own one
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

    /** A pattern whose rows are independent, as those of a batch. */
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
