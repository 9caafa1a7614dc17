/** A checkpoint's folder without its weights, and the model card that follows from it. */
@NullMarked
package llamaline.importer.checkpoint;

import org.jspecify.annotations.NullMarked;
