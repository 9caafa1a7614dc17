package llamaline.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.mask.MaskCalls;

/** {@code POST /v1/attention-mask}: who attends to what, as text, JSON or a picture. */
@ApplicationScoped
class MaskResource {
    private final JsonCalls calls;
    private final MaskCalls masks;

    MaskResource(JsonCalls calls, MaskCalls masks) {
        this.calls = calls;
        this.masks = masks;
    }

    void draw(RoutingContext routing) {
        calls.readAside(
                routing,
                masks::draw,
                (permit, drawn) -> {
                    Buffer bytes = Buffer.buffer(drawn.bytes().toByteArray());
                    JsonCalls.send(routing, permit, drawn.mediaType(), bytes);
                });
    }
}
