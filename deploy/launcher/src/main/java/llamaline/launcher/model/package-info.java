/** Models to serve, imported on first use and kept. */
@NullMarked
package llamaline.launcher.model;

import org.jspecify.annotations.NullMarked;
