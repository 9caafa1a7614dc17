/** Pending requests: their attempts, their supervision, their text. Plain Java. */
@NullMarked
package llamaline.gateway.stream;

import org.jspecify.annotations.NullMarked;
