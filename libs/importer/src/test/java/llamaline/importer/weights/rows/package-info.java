@NullMarked
package llamaline.importer.weights.rows;

import org.jspecify.annotations.NullMarked;
