/**
 * The engine for devices: ONNX Runtime's C API through {@link java.lang.foreign}, which the Java
 * API lacks the device memory for.
 */
@NullMarked
package llamaline.worker.onnx.device;

import org.jspecify.annotations.NullMarked;
