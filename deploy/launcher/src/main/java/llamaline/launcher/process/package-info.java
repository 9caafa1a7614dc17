/** The services' processes: where they lie, how they start, and that they come back. */
@NullMarked
package llamaline.launcher.process;

import org.jspecify.annotations.NullMarked;
