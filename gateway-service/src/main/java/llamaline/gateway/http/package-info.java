/** The only package that touches callers: routes, JSON in and out, server-sent events. */
@NullMarked
package llamaline.gateway.http;

import org.jspecify.annotations.NullMarked;
