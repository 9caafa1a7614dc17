@NullMarked
package llamaline.importer.weights.stream;

import org.jspecify.annotations.NullMarked;
