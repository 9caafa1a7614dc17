/** Who attends to what: a model of attention masks, and pictures of them. */
@NullMarked
package llamaline.mask;

import org.jspecify.annotations.NullMarked;
