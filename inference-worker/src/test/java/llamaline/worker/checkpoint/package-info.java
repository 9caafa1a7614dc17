@NullMarked
package llamaline.worker.checkpoint;

import org.jspecify.annotations.NullMarked;
