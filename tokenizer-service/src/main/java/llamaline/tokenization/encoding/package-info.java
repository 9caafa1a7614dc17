/** Encodes a request's prompt as ids, and checks that the model can read them. Plain Java. */
@NullMarked
package llamaline.tokenization.encoding;

import org.jspecify.annotations.NullMarked;
