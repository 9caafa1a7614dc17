/** The broker, tried with plain clients. */
@NullMarked
package llamaline.broker;

import org.jspecify.annotations.NullMarked;
