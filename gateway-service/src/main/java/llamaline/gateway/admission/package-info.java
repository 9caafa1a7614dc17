/** What may enter: checked requests, limits, and the models that are served. Plain Java. */
@NullMarked
package llamaline.gateway.admission;

import org.jspecify.annotations.NullMarked;
