@NullMarked
package llamaline.launcher.model;

import org.jspecify.annotations.NullMarked;
