/** The configuration files of a checkpoint, checked. */
@NullMarked
package llamaline.importer.checkpoint.config;

import org.jspecify.annotations.NullMarked;
