/** The writing of all weights of a plan, on several threads. */
@NullMarked
package llamaline.importer.weights.stream;

import org.jspecify.annotations.NullMarked;
