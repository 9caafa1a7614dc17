/** What responses of all routes are made of: JSON text and errors in OpenAI's shape. */
@NullMarked
package llamaline.gateway.http.response;

import org.jspecify.annotations.NullMarked;
