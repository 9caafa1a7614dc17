/** The Code Llama page of Transformers, item by item. */
@NullMarked
package llamaline.endtoend.page;

import org.jspecify.annotations.NullMarked;
