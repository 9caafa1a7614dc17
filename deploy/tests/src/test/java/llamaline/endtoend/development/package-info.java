/** How a developer runs one service beside the others. */
@NullMarked
package llamaline.endtoend.development;

import org.jspecify.annotations.NullMarked;
