/** The command line: one class for each verb, and what they share. */
@NullMarked
package llamaline.cli;

import org.jspecify.annotations.NullMarked;
