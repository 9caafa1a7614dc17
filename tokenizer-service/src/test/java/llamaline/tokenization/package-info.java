/** Tests of the whole service on a broker. */
@NullMarked
package llamaline.tokenization;

import org.jspecify.annotations.NullMarked;
