/**
 * The container images and the compose stack: what can be said of them without a container engine.
 */
@NullMarked
package llamaline.containers;

import org.jspecify.annotations.NullMarked;
