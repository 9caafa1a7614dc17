package llamaline.worker.onnx.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The functions of ONNX Runtime's C API that this engine calls. All return {@code OrtStatus*}; an
 * out-parameter comes last.
 *
 * <p>Source: onnxruntime, include/onnxruntime/core/session/onnxruntime_c_api.h, {@code struct
 * OrtApi}: a table of function pointers in an order that is fixed for ever (new ones are appended).
 * Slots are counted over all of its members.
 */
public enum OrtFunction {
    /** Level of messages on standard error, name, out. */
    CREATE_ENVIRONMENT(3, "ipp"),
    /** Environment, path, options, out. */
    CREATE_SESSION(7, "pppp"),
    /** Environment, bytes of a model, their count, options, out. */
    CREATE_SESSION_FROM_ARRAY(8, "pplpp"),
    CREATE_SESSION_OPTIONS(10, "p"),
    DISABLE_MEMORY_PATTERN(17, "p"),
    SET_INTRA_OP_THREADS(24, "pi"),
    SET_INTER_OP_THREADS(25, "pi"),
    /** Memory, data, its bytes, dimensions, their count, element type, out. */
    CREATE_TENSOR_WITH_DATA(49, "pplplip"),
    /** Name, kind of allocator, number of the device, kind of memory, out. */
    CREATE_MEMORY_INFO(68, "piiip"),
    /** Allocator, bytes, out. */
    ALLOCATE(75, "plp"),
    /** Allocator, memory. */
    FREE(76, "pp"),
    /** Options, key, value. */
    ADD_SESSION_SETTING(130, "ppp"),
    /** Session, memory, out. */
    CREATE_ALLOCATOR(131, "ppp"),
    /** Session, run options or null, binding. */
    RUN_WITH_BINDING(133, "ppp"),
    /** Session, out. */
    CREATE_BINDING(134, "pp"),
    /** Binding, name, tensor: copies it to where the graph reads it, if it lies elsewhere. */
    BIND_INPUT(136, "ppp"),
    /** OrtBinding, name, tensor. */
    BIND_OUTPUT(137, "ppp"),
    /** Binding: waits for the device. */
    SYNCHRONIZE_OUTPUTS(203, "p"),
    /** Session options, CUDA options. */
    APPEND_CUDA_PROVIDER(204, "pp"),
    CREATE_CUDA_OPTIONS(205, "p"),
    /** CUDA options, keys, values, their count. */
    UPDATE_CUDA_OPTIONS(206, "pppl");

    private final int slot;
    private final String parameters;

    /**
     * @param parameters a letter each: pointer, int, or long (which size_t is on 64 bits)
     */
    OrtFunction(int slot, String parameters) {
        this.slot = slot;
        this.parameters = parameters;
    }

    int slot() {
        return slot;
    }

    FunctionDescriptor descriptor() {
        return FunctionDescriptor.of(
                ADDRESS,
                parameters.chars().mapToObj(OrtFunction::layout).toArray(MemoryLayout[]::new));
    }

    private static MemoryLayout layout(int letter) {
        return switch (letter) {
            case 'p' -> ADDRESS;
            case 'i' -> JAVA_INT;
            case 'l' -> JAVA_LONG;
            default -> throw new IllegalStateException("no layout " + letter);
        };
    }
}
