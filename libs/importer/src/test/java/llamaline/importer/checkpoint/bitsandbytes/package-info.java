@NullMarked
package llamaline.importer.checkpoint.bitsandbytes;

import org.jspecify.annotations.NullMarked;
