@NullMarked
package llamaline.cli.client;

import org.jspecify.annotations.NullMarked;
