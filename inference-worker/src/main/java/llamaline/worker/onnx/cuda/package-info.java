/** NVIDIA GPUs: their driver, and ONNX Runtime's execution provider for them. */
@NullMarked
package llamaline.worker.onnx.cuda;

import org.jspecify.annotations.NullMarked;
