package llamaline.gateway.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** One line of a golden file. */
record Golden(JsonNode line) {
    String id() {
        return line.get("id").textValue();
    }

    boolean has(String field) {
        return line.has(field);
    }

    String text(String field) {
        return line.get(field).textValue();
    }

    List<Integer> ids(String pointer) {
        return ids(line.at("/" + pointer));
    }

    static List<Integer> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::intValue).toList();
    }

    List<String> texts(String field) {
        return StreamSupport.stream(line.get(field).spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    /** A body with these fields of the line, under the same names. */
    ObjectNode body(String... fields) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            body.set(field, line.get(field));
        }
        return body;
    }
}
