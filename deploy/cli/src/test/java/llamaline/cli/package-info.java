@NullMarked
package llamaline.cli;

import org.jspecify.annotations.NullMarked;
