/** The cut Java runtime of the images, and secrets in a service's settings. */
@NullMarked
package llamaline.endtoend.runtime;

import org.jspecify.annotations.NullMarked;
