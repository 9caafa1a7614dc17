/** What this machine gives and refuses: ports, clocks, files; and how a launch fails. */
@NullMarked
package llamaline.launcher.machine;

import org.jspecify.annotations.NullMarked;
