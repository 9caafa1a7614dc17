/** The folder that a stack keeps its records, logs and models in. */
@NullMarked
package llamaline.launcher.data;

import org.jspecify.annotations.NullMarked;
