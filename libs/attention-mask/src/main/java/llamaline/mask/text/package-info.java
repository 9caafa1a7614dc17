/** Masks as text for a terminal, character by character as Transformers' visualizer prints them. */
@NullMarked
package llamaline.mask.text;

import org.jspecify.annotations.NullMarked;
