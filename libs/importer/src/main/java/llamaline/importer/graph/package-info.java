/** The decoder as an ONNX graph. */
@NullMarked
package llamaline.importer.graph;

import org.jspecify.annotations.NullMarked;
