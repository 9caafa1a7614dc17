/** The check that a typed request's fields go together, and the valid call that comes of it. */
@NullMarked
package llamaline.gateway.validation;

import org.jspecify.annotations.NullMarked;
