/** ONNX Runtime's C API, and native functions in general, through {@link java.lang.foreign}. */
@NullMarked
package llamaline.worker.onnx.capi;

import org.jspecify.annotations.NullMarked;
