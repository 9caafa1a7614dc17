/** Formats of weights, and integers of 4 and 8 bits in the blocks of ONNX Runtime. */
@NullMarked
package llamaline.importer.quantization;

import org.jspecify.annotations.NullMarked;
