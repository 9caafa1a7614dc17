/** Imports a Hugging Face checkpoint as an ONNX model: the way through the other packages. */
@NullMarked
package llamaline.importer;

import org.jspecify.annotations.NullMarked;
