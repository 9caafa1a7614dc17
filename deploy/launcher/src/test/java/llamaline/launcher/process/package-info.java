@NullMarked
package llamaline.launcher.process;

import org.jspecify.annotations.NullMarked;
