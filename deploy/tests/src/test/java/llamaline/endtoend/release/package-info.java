/** The release archive, unpacked as its users do. */
@NullMarked
package llamaline.endtoend.release;

import org.jspecify.annotations.NullMarked;
