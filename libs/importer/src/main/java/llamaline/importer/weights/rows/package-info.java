/** The rows of tensors that a weight is put together from, converted block by block. */
@NullMarked
package llamaline.importer.weights.rows;

import org.jspecify.annotations.NullMarked;
