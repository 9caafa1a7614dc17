package llamaline.importer.weights;

import java.util.List;
import java.util.Optional;
import llamaline.importer.checkpoint.safetensors.TensorType;
import llamaline.importer.quantization.QuantizedFormat;

/**
 * How an import stores weights. The precisions with codes are those of the decoder's linear layers;
 * embedding, norms and head stay as they are, as Transformers keeps them.
 */
public enum Precision {
    /** That of the checkpoint. */
    AUTO,
    FLOAT32,
    FLOAT16,
    BFLOAT16,
    /** bitsandbytes' 4 bits. */
    NF4,
    /** The same, with its scales quantised too. */
    NF4_DOUBLE,
    /** Integers of 4 bits in blocks of 32. */
    INT4,
    /** Integers of 8 bits in blocks of 32. */
    INT8;

    /** Of linear layers; empty where they are floats or stay as they are. */
    public Optional<QuantizedFormat> codes() {
        return switch (this) {
            case AUTO, FLOAT32, FLOAT16, BFLOAT16 -> Optional.empty();
            case NF4, NF4_DOUBLE -> Optional.of(QuantizedFormat.NF4);
            case INT4 -> Optional.of(QuantizedFormat.INT4);
            case INT8 -> Optional.of(QuantizedFormat.INT8);
        };
    }

    /** Whether NF4 that a checkpoint has stays as it is. */
    boolean keepsNf4() {
        return switch (this) {
            case AUTO, NF4, NF4_DOUBLE -> true;
            case FLOAT32, FLOAT16, BFLOAT16, INT4, INT8 -> false;
        };
    }

    /**
     * The type for a weight that is put together from tensors of the given types: without a wish
     * their own, or float32 where they differ, which holds all of them.
     */
    TensorType typeOf(List<TensorType> stored) {
        return switch (this) {
            case AUTO, NF4, NF4_DOUBLE, INT4, INT8 ->
                    stored.stream().distinct().count() == 1
                            ? stored.getFirst()
                            : TensorType.FLOAT32;
            case FLOAT32 -> TensorType.FLOAT32;
            case FLOAT16 -> TensorType.FLOAT16;
            case BFLOAT16 -> TensorType.BFLOAT16;
        };
    }
}
