/**
 * The packaged product as its users meet it: the front script, real processes, real HTTP, real
 * {@code kill -9}.
 */
@NullMarked
package llamaline.endtoend;

import org.jspecify.annotations.NullMarked;
