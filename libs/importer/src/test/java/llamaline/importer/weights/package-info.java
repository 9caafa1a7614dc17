@NullMarked
package llamaline.importer.weights;

import org.jspecify.annotations.NullMarked;
