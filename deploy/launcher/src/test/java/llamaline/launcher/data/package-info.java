@NullMarked
package llamaline.launcher.data;

import org.jspecify.annotations.NullMarked;
