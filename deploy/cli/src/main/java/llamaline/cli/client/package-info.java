/** The gateway as the command line calls it: the options of a request, its body, the answer. */
@NullMarked
package llamaline.cli.client;

import org.jspecify.annotations.NullMarked;
