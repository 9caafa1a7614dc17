@NullMarked
package llamaline.importer.quantization;

import org.jspecify.annotations.NullMarked;
