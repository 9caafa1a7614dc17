/** The errors that callers are told, whichever protocol they speak. Plain Java. */
@NullMarked
package llamaline.gateway.refusal;

import org.jspecify.annotations.NullMarked;
