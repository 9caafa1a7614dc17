@NullMarked
package llamaline.launcher;

import org.jspecify.annotations.NullMarked;
