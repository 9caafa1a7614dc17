/**
 * Decides who gets which slot and what the model computes next. Slots and sequences are written
 * here and nowhere else. Plain Java; does no call of the model and tells nobody.
 */
@NullMarked
package llamaline.worker.schedule;

import org.jspecify.annotations.NullMarked;
