/** Serves tests alone: one broker for each JVM, the tiny model, goldens, seeds. */
@NullMarked
package llamaline.testkit;

import org.jspecify.annotations.NullMarked;
