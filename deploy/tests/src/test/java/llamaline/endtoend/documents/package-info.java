/** The commands of the documents, run as they stand there. */
@NullMarked
package llamaline.endtoend.documents;

import org.jspecify.annotations.NullMarked;
