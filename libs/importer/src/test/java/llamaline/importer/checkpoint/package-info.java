@NullMarked
package llamaline.importer.checkpoint;

import org.jspecify.annotations.NullMarked;
