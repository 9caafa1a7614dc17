/** Callers of all kinds: many at once, wrong ones, OpenAI's own clients. */
@NullMarked
package llamaline.endtoend.clients;

import org.jspecify.annotations.NullMarked;
