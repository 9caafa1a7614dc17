@NullMarked
package llamaline.frontscript;

import org.jspecify.annotations.NullMarked;
