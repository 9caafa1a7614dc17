/**
 * The parts that all renderers share: the interface, a mask shrunk to cells, and labels as Python
 * prints them.
 */
@NullMarked
package llamaline.mask.picture;

import org.jspecify.annotations.NullMarked;
