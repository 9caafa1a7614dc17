package llamaline.worker.onnx.device;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/**
 * The functions of ONNX Runtime's C API that this engine calls. All return {@code OrtStatus*}; an
 * out-parameter comes last.
 *
 * <p>Source: onnxruntime, include/onnxruntime/core/session/onnxruntime_c_api.h, {@code struct
 * OrtApi}: a table of function pointers in an order that is fixed for ever (new ones are appended).
 * Slots are counted over all of its members.
 */
enum OrtFunction {
    /** Level of messages on standard error, name, out. */
    CREATE_ENVIRONMENT(3, Type.INT, Type.POINTER, Type.POINTER),
    /** Environment, path, options, out. */
    CREATE_SESSION(7, Type.POINTER, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Environment, bytes of a model, their count, options, out. */
    CREATE_SESSION_FROM_ARRAY(8, Type.POINTER, Type.POINTER, Type.LONG, Type.POINTER, Type.POINTER),
    CREATE_SESSION_OPTIONS(10, Type.POINTER),
    DISABLE_MEMORY_PATTERN(17, Type.POINTER),
    SET_INTRA_OP_THREADS(24, Type.POINTER, Type.INT),
    SET_INTER_OP_THREADS(25, Type.POINTER, Type.INT),
    /** Memory, data, its bytes, dimensions, their count, element type, out. */
    CREATE_TENSOR_WITH_DATA(
            49,
            Type.POINTER,
            Type.POINTER,
            Type.LONG,
            Type.POINTER,
            Type.LONG,
            Type.INT,
            Type.POINTER),
    /** Name, kind of allocator, number of the device, kind of memory, out. */
    CREATE_MEMORY_INFO(68, Type.POINTER, Type.INT, Type.INT, Type.INT, Type.POINTER),
    /** Allocator, bytes, out. */
    ALLOCATE(75, Type.POINTER, Type.LONG, Type.POINTER),
    /** Allocator, memory. */
    FREE(76, Type.POINTER, Type.POINTER),
    /** Options, key, value. */
    ADD_SESSION_SETTING(130, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Session, memory, out. */
    CREATE_ALLOCATOR(131, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Session, run options or null, binding. */
    RUN_WITH_BINDING(133, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Session, out. */
    CREATE_BINDING(134, Type.POINTER, Type.POINTER),
    /** Binding, name, tensor: copies it to where the graph reads it, if it lies elsewhere. */
    BIND_INPUT(136, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Binding, name, tensor. */
    BIND_OUTPUT(137, Type.POINTER, Type.POINTER, Type.POINTER),
    /** Binding: waits for the device. */
    SYNCHRONIZE_OUTPUTS(203, Type.POINTER),
    /** Session options, CUDA options. */
    APPEND_CUDA_PROVIDER(204, Type.POINTER, Type.POINTER),
    CREATE_CUDA_OPTIONS(205, Type.POINTER),
    /** CUDA options, keys, values, their count. */
    UPDATE_CUDA_OPTIONS(206, Type.POINTER, Type.POINTER, Type.POINTER, Type.LONG);

    private final int slot;
    private final FunctionDescriptor descriptor;

    OrtFunction(int slot, MemoryLayout... parameters) {
        this.slot = slot;
        descriptor = FunctionDescriptor.of(Type.POINTER, parameters);
    }

    int slot() {
        return slot;
    }

    FunctionDescriptor descriptor() {
        return descriptor;
    }

    int parameters() {
        return descriptor.argumentLayouts().size();
    }

    /** Parameters, as a C compiler on a 64-bit system lays them out. */
    private static final class Type {
        static final MemoryLayout POINTER = ValueLayout.ADDRESS;
        static final MemoryLayout INT = ValueLayout.JAVA_INT;

        /** Also size_t. */
        static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    }
}
