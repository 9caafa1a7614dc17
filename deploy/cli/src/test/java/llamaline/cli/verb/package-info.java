@NullMarked
package llamaline.cli.verb;

import org.jspecify.annotations.NullMarked;
