/** For tests: one broker per JVM, the tiny model, goldens, seeds. */
@NullMarked
package llamaline.testkit;

import org.jspecify.annotations.NullMarked;
