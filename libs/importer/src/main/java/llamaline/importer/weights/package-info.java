/** The weights of the graph, and their places in the file that holds them. */
@NullMarked
package llamaline.importer.weights;

import org.jspecify.annotations.NullMarked;
