@NullMarked
package llamaline.launcher.machine;

import org.jspecify.annotations.NullMarked;
