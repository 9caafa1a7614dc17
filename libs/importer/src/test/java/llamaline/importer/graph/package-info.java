@NullMarked
package llamaline.importer.graph;

import org.jspecify.annotations.NullMarked;
