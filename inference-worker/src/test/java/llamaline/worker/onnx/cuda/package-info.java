/** Tests without a GPU. */
@NullMarked
package llamaline.worker.onnx.cuda;

import org.jspecify.annotations.NullMarked;
