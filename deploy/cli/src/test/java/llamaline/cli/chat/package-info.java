@NullMarked
package llamaline.cli.chat;

import org.jspecify.annotations.NullMarked;
