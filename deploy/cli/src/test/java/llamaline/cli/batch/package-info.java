@NullMarked
package llamaline.cli.batch;

import org.jspecify.annotations.NullMarked;
