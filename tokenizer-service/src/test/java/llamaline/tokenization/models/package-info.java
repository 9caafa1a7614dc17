/** Tests of the announced models. */
@NullMarked
package llamaline.tokenization.models;

import org.jspecify.annotations.NullMarked;
