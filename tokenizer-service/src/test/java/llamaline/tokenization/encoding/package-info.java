/** Tests without a broker. */
@NullMarked
package llamaline.tokenization.encoding;

import org.jspecify.annotations.NullMarked;
