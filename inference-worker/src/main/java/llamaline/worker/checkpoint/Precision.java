package llamaline.worker.checkpoint;

import java.util.List;

/** The type in which an import stores weights. */
public enum Precision {
    /** That of the checkpoint. */
    AUTO,
    FLOAT32,
    FLOAT16,
    BFLOAT16;

    /**
     * The type for a weight that is put together from tensors of the given types: without a wish
     * their own, or float32 where they differ, which holds all of them.
     */
    TensorType typeOf(List<TensorType> stored) {
        return switch (this) {
            case AUTO ->
                    stored.stream().distinct().count() == 1
                            ? stored.getFirst()
                            : TensorType.FLOAT32;
            case FLOAT32 -> TensorType.FLOAT32;
            case FLOAT16 -> TensorType.FLOAT16;
            case BFLOAT16 -> TensorType.BFLOAT16;
        };
    }
}
