/** The models that workers announced, and whether they answer now. Plain Java. */
@NullMarked
package llamaline.gateway.models;

import org.jspecify.annotations.NullMarked;
