/** Attention masks of served models, as callers ask for them. Plain Java. */
@NullMarked
package llamaline.gateway.mask;

import org.jspecify.annotations.NullMarked;
