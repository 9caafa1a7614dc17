/** Parts that every ONNX Runtime engine shares: steps, their memory, ranges of slots. */
@NullMarked
package llamaline.worker.onnx;

import org.jspecify.annotations.NullMarked;
