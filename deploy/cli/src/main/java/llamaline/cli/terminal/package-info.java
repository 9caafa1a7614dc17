/** The standard streams, and how a call ends: its exit code and the line that says why. */
@NullMarked
package llamaline.cli.terminal;

import org.jspecify.annotations.NullMarked;
