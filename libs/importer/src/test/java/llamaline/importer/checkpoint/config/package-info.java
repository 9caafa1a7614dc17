@NullMarked
package llamaline.importer.checkpoint.config;

import org.jspecify.annotations.NullMarked;
