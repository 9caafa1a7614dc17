/** Hugging Face checkpoints in, ONNX models for the engine out; and reading of what came out. */
@NullMarked
package llamaline.worker.checkpoint;

import org.jspecify.annotations.NullMarked;
