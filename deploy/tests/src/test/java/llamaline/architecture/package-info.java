/** Who may use whom, in all modules. */
@NullMarked
package llamaline.architecture;

import org.jspecify.annotations.NullMarked;
