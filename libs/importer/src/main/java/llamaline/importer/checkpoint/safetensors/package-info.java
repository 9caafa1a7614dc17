/** The tensors of a checkpoint, as its safetensors files hold them. */
@NullMarked
package llamaline.importer.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
