/** Tests of what is kept of model cards. */
@NullMarked
package llamaline.modelcard;

import org.jspecify.annotations.NullMarked;
