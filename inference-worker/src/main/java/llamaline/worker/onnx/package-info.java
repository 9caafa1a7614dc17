/** The engine: ONNX Runtime on CPU behind {@link llamaline.worker.model.CausalLanguageModel}. */
@NullMarked
package llamaline.worker.onnx;

import org.jspecify.annotations.NullMarked;
