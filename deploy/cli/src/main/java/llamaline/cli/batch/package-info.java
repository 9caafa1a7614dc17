/** Files of prompts: they are read, completed a few at a time, and their results written. */
@NullMarked
package llamaline.cli.batch;

import org.jspecify.annotations.NullMarked;
