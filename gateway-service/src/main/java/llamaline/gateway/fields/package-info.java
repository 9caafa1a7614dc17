/**
 * The fields of a caller's request, by name and type, whichever protocol wrote them; and a body of
 * JSON. Plain Java.
 */
@NullMarked
package llamaline.gateway.fields;

import org.jspecify.annotations.NullMarked;
