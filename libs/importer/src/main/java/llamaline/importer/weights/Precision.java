package llamaline.importer.weights;

import java.util.List;
import java.util.Optional;
import llamaline.importer.model.QuantizedFormat;
import llamaline.importer.quantization.FloatFormat;

/**
 * How an import stores weights. The quantized precisions are those of the decoder's linear layers;
 * embedding, norms and head stay as they are, as Transformers keeps them.
 */
public enum Precision {
    /** The precision of the checkpoint. */
    AUTO,
    FLOAT32,
    FLOAT16,
    BFLOAT16,
    /** bitsandbytes' 4 bits. */
    NF4,
    /** bitsandbytes' 4 bits with double quantization: scales are quantized too. */
    NF4_DOUBLE,
    /** Integers of 4 bits in blocks of 32. */
    INT4,
    /** Integers of 8 bits in blocks of 32. */
    INT8;

    /** The format of linear layers; empty where they are floats or stay as they are. */
    public Optional<QuantizedFormat> quantizedFormat() {
        return switch (this) {
            case AUTO, FLOAT32, FLOAT16, BFLOAT16 -> Optional.empty();
            case NF4, NF4_DOUBLE -> Optional.of(QuantizedFormat.NF4);
            case INT4 -> Optional.of(QuantizedFormat.INT4);
            case INT8 -> Optional.of(QuantizedFormat.INT8);
        };
    }

    /** The precision of what is never quantized: without a wish, that of the checkpoint. */
    Precision unquantized() {
        return quantizedFormat().isPresent() ? AUTO : this;
    }

    /** Tells whether linear layers that a checkpoint has in NF4 stay as they are. */
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
    FloatFormat typeOf(List<FloatFormat> stored) {
        return switch (this) {
            case AUTO, NF4, NF4_DOUBLE, INT4, INT8 ->
                    stored.stream().distinct().count() == 1
                            ? stored.getFirst()
                            : FloatFormat.FLOAT32;
            case FLOAT32 -> FloatFormat.FLOAT32;
            case FLOAT16 -> FloatFormat.FLOAT16;
            case BFLOAT16 -> FloatFormat.BFLOAT16;
        };
    }
}
