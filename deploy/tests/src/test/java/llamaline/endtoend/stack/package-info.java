/** The packaged product as tests run it: its front script, a stack, a gateway that is asked. */
@NullMarked
package llamaline.endtoend.stack;

import org.jspecify.annotations.NullMarked;
