@NullMarked
package llamaline.cli.tokens;

import org.jspecify.annotations.NullMarked;
