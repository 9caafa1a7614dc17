@NullMarked
package llamaline.cli.stack;

import org.jspecify.annotations.NullMarked;
