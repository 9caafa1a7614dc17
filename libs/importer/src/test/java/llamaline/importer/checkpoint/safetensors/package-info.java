@NullMarked
package llamaline.importer.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
