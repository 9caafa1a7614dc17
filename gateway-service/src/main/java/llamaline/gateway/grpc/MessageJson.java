package llamaline.gateway.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.List;
import llamaline.v1.TokenIds;

/**
 * A request as the body of the HTTP route that does the same, so that one place checks both. Fields
 * keep their names; one that is not set is absent, and a list of ids is a list.
 */
final class MessageJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MessageJson() {}

    static ObjectNode of(Message message) {
        ObjectNode object = JSON.objectNode();
        message.getAllFields()
                .forEach((field, value) -> object.set(field.getName(), of(field, value)));
        return object;
    }

    private static JsonNode of(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            return map((List<?>) value);
        }
        if (!field.isRepeated()) {
            return single(value);
        }
        ArrayNode list = JSON.arrayNode();
        ((List<?>) value).forEach(item -> list.add(single(item)));
        return list;
    }

    private static JsonNode map(List<?> entries) {
        ObjectNode object = JSON.objectNode();
        for (Object each : entries) {
            MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
            object.set(String.valueOf(entry.getKey()), single(entry.getValue()));
        }
        return object;
    }

    private static JsonNode single(Object value) {
        return switch (value) {
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Float number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case String text -> JSON.textNode(text);
            case EnumValueDescriptor constant -> JSON.textNode(constant.getName());
            case TokenIds ids -> ids(ids.getIdsList());
            case Message inner -> of(inner);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    static ArrayNode ids(List<Integer> ids) {
        ArrayNode list = JSON.arrayNode(ids.size());
        ids.forEach(list::add);
        return list;
    }
}
