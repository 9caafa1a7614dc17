/**
 * The way from the token ids of one choice to its text: each id once, whole characters, no stop
 * string.
 */
@NullMarked
package llamaline.gateway.text;

import org.jspecify.annotations.NullMarked;
