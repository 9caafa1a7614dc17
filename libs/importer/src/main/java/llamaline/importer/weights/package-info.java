/** The weights of the graph: planned, converted and written block by block. */
@NullMarked
package llamaline.importer.weights;

import org.jspecify.annotations.NullMarked;
