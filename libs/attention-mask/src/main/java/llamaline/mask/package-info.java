/**
 * Who attends to what: a model of attention masks, and pictures of them.
 *
 * <p>{@link llamaline.mask.AttentionMasks} turns a {@link llamaline.mask.MaskInput} (a text, an
 * infilling prompt, a prompt read in chunks, the slots of a round) into an {@link
 * llamaline.mask.AttentionMask}; a {@link llamaline.mask.MaskRenderer} writes it as text, JSON, SVG
 * or PNG. What is too large for its format is drawn as a {@link llamaline.mask.MaskPicture} of
 * fewer cells.
 */
@NullMarked
package llamaline.mask;

import org.jspecify.annotations.NullMarked;
