/** Tests that hold the documents against the code, and keep them short. */
@NullMarked
package llamaline.documents;

import org.jspecify.annotations.NullMarked;
