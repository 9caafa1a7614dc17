/** The events of a call, from its pending requests to whoever writes its response. */
@NullMarked
package llamaline.gateway.event;

import org.jspecify.annotations.NullMarked;
