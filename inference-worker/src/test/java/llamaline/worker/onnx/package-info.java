@NullMarked
package llamaline.worker.onnx;

import org.jspecify.annotations.NullMarked;
