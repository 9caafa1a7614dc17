/** The parts that responses of all routes are made of: JSON text, errors in OpenAI's shape. */
@NullMarked
package llamaline.gateway.http.response;

import org.jspecify.annotations.NullMarked;
