package llamaline.worker.model;

/** The raw scores of a call, {@code float[rows][vocabulary]}, in memory that the model owns. */
public interface Logits {
    /** The count of rows, 0 for {@link LogitRows#NONE}. */
    int rows();

    /**
     * Copies one row.
     *
     * @param row in [0, rows)
     * @param into {@code float[vocabulary]}
     */
    void copyRow(int row, float[] into);
}
