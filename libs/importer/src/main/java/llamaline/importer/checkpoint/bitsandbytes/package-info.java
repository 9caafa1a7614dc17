/** Weights that bitsandbytes quantized to NF4, and the floats that they stand for. */
@NullMarked
package llamaline.importer.checkpoint.bitsandbytes;

import org.jspecify.annotations.NullMarked;
