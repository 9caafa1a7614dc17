/** Stacks that a call starts for itself, and the importer they use. */
@NullMarked
package llamaline.cli.stack;

import org.jspecify.annotations.NullMarked;
