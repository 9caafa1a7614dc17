/**
 * The masks of a model: a text, an infilling prompt, a prompt that is read in chunks, or the slots
 * of one step of the worker become rows, columns and what each row attends to.
 */
@NullMarked
package llamaline.mask.layout;

import org.jspecify.annotations.NullMarked;
