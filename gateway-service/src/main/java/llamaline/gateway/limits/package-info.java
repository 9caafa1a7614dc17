/** The limits of what callers may ask for, and the permits that open calls hold. Plain Java. */
@NullMarked
package llamaline.gateway.limits;

import org.jspecify.annotations.NullMarked;
