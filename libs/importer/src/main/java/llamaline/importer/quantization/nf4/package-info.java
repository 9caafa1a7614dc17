/** NF4, with and without double quantization, as bitsandbytes computes it. */
@NullMarked
package llamaline.importer.quantization.nf4;

import org.jspecify.annotations.NullMarked;
