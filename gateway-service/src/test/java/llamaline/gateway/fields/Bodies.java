package llamaline.gateway.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** Fields of bodies as callers write them. */
public final class Bodies {
    private static final JsonBody JSON = new JsonBody();

    private Bodies() {}

    /** The fields of a body in which single quotes stand for double ones. */
    public static RequestFields fields(String body) {
        return ValueFields.ofBody(
                JSON.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    /** The fields of a tree. */
    public static RequestFields fields(JsonNode body) {
        return ValueFields.ofBody(new JsonValue(body));
    }
}
