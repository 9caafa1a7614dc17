@NullMarked
package llamaline.worker.onnx.device;

import org.jspecify.annotations.NullMarked;
