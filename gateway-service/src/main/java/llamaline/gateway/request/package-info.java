/** The typed requests of completions and chats: every field, with its default and range. */
@NullMarked
package llamaline.gateway.request;

import org.jspecify.annotations.NullMarked;
