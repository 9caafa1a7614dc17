/** Executables without a JVM need each reflective look-up registered: all are. */
@NullMarked
package llamaline.endtoend.closedworld;

import org.jspecify.annotations.NullMarked;
