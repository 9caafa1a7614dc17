@NullMarked
package llamaline.importer;

import org.jspecify.annotations.NullMarked;
