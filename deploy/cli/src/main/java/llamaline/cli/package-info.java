/** The command line's entry: which verbs there are, and how a wrong call is answered. */
@NullMarked
package llamaline.cli;

import org.jspecify.annotations.NullMarked;
