/** The calls of the completions and chat routes: their fields, defaults and checks. Plain Java. */
@NullMarked
package llamaline.gateway.request;

import org.jspecify.annotations.NullMarked;
