/** The machine: its ports, clocks and files, and what a launch fails of. */
@NullMarked
package llamaline.launcher.machine;

import org.jspecify.annotations.NullMarked;
