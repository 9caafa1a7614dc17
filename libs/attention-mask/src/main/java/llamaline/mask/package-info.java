/**
 * Attention masks: which columns (keys) each row (query) attends to, with labels and segments of
 * both. {@link llamaline.mask.AttentionMask} is the mask itself.
 *
 * <ul>
 *   <li>{@code layout} makes masks: {@link llamaline.mask.layout.AttentionMasks} is the way in,
 *   <li>{@code picture} shrinks a mask to the cells that a renderer draws,
 *   <li>{@code text}, {@code json}, {@code svg} and {@code png} are the renderers.
 * </ul>
 */
@NullMarked
package llamaline.mask;

import org.jspecify.annotations.NullMarked;
