@NullMarked
package llamaline.worker.model;

import org.jspecify.annotations.NullMarked;
