package llamaline.worker.checkpoint;

import java.util.List;

/**
 * An initializer whose bytes lie in the weights' file.
 *
 * @param onnxType TensorProto.DataType
 */
record ExternalTensor(String name, int onnxType, List<Long> dimensions, long offset, long bytes) {
    ExternalTensor {
        dimensions = List.copyOf(dimensions);
    }
}
