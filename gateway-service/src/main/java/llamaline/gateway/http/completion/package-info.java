/** Responses of the completions and the chat route: whole JSON objects and server-sent events. */
@NullMarked
package llamaline.gateway.http.completion;

import org.jspecify.annotations.NullMarked;
