/** A conversation at a terminal: lines are edited, an answer can be interrupted. */
@NullMarked
package llamaline.cli.chat;

import org.jspecify.annotations.NullMarked;
