/** Chats, over HTTP and at a terminal. */
@NullMarked
package llamaline.endtoend.chat;

import org.jspecify.annotations.NullMarked;
