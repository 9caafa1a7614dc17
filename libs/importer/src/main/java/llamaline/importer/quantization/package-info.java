/** Weights in 4 and 8 bits: bitsandbytes' NF4 and ONNX Runtime's blocks, one tensor as a stream. */
@NullMarked
package llamaline.importer.quantization;

import org.jspecify.annotations.NullMarked;
