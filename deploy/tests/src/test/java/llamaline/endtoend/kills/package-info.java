/** Starts, stops and kills: what callers see of them. */
@NullMarked
package llamaline.endtoend.kills;

import org.jspecify.annotations.NullMarked;
