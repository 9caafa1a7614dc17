/** Prompts for the tests of other packages. */
@NullMarked
package llamaline.worker.prompt;

import org.jspecify.annotations.NullMarked;
