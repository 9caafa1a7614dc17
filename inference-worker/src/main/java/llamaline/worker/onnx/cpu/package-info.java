/** The engine for processors: ONNX Runtime through its Java API, on memory of this process. */
@NullMarked
package llamaline.worker.onnx.cpu;

import org.jspecify.annotations.NullMarked;
