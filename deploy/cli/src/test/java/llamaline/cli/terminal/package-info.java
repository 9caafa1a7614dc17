@NullMarked
package llamaline.cli.terminal;

import org.jspecify.annotations.NullMarked;
