@NullMarked
package llamaline.worker.quantization;

import org.jspecify.annotations.NullMarked;
