/** Topics and serdes: who writes what, who reads it, under which key and guarantee. */
@NullMarked
package llamaline.contract;

import org.jspecify.annotations.NullMarked;
