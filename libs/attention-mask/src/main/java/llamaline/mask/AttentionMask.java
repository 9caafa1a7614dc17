package llamaline.mask;

/**
 * The columns (keys) that each row (query) attends to. Immutable; takes memory for its labels,
 * never for rows times columns.
 *
 * @param model the model's name, as the caller wrote it
 * @param layout a few words on what the rows are
 * @param rows labels and segments of the queries
 * @param columns labels and segments of the keys
 * @param pattern what each row attends to, as many rows as {@code rows} has
 */
public record AttentionMask(
        String model, String layout, MaskAxis rows, MaskAxis columns, AttentionPattern pattern) {
    public AttentionMask {
        if (pattern.rows() != rows.size()) {
            throw new IllegalArgumentException(
                    "a pattern of %d rows for %d labels".formatted(pattern.rows(), rows.size()));
        }
        for (int row = 0; row < rows.size(); row++) {
            if (pattern.of(row).to() > columns.size()) {
                throw new IllegalArgumentException(
                        "row %d attends to %s of %d columns"
                                .formatted(row, pattern.of(row), columns.size()));
            }
        }
    }

    /** Returns the columns that {@code row}, in [0, rows), attends to. */
    public AttendedSpan attended(int row) {
        return pattern.of(row);
    }

    /** Tells whether {@code row} attends to {@code column}. */
    public boolean attends(int row, int column) {
        return attended(row).contains(column);
    }

    /** Counts the pairs of row and column that attend. */
    public long attendedCount() {
        long count = 0;
        for (int row = 0; row < rows.size(); row++) {
            count += attended(row).length();
        }
        return count;
    }

    /** Returns the part of the pairs of a row segment and a column segment that attends: 0 to 1. */
    public double fraction(MaskSegment rowSegment, MaskSegment columnSegment) {
        long count = 0;
        for (int row = rowSegment.from(); row < rowSegment.to(); row++) {
            count += attended(row).within(columnSegment.from(), columnSegment.to());
        }
        return (double) count / ((long) rowSegment.length() * columnSegment.length());
    }
}
