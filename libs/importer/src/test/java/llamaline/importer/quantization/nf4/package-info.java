@NullMarked
package llamaline.importer.quantization.nf4;

import org.jspecify.annotations.NullMarked;
