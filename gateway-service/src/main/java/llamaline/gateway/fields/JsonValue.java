package llamaline.gateway.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** A value of a JSON body. Numbers keep their spelling; nothing is coerced. */
public record JsonValue(JsonNode node) implements RequestValue {
    /** Above this a double no longer names one integer. */
    private static final double EXACT = 1L << 53;

    @Override
    public Kind kind() {
        return switch (node.getNodeType()) {
            case STRING -> Kind.TEXT;
            case NUMBER -> Kind.NUMBER;
            case BOOLEAN -> Kind.FLAG;
            case ARRAY -> Kind.LIST;
            case OBJECT -> Kind.OBJECT;
            case NULL, MISSING -> Kind.NOTHING;
            case BINARY, POJO -> throw new IllegalStateException("no JSON: " + node.getNodeType());
        };
    }

    @Override
    public boolean isEmpty() {
        return node.isEmpty();
    }

    @Override
    public String text() {
        return node.textValue();
    }

    @Override
    public boolean flag() {
        return node.booleanValue();
    }

    @Override
    public double number() {
        return node.doubleValue();
    }

    @Override
    public OptionalLong integer() {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong()
                    ? OptionalLong.of(node.longValue())
                    : OptionalLong.empty();
        }
        double number = node.doubleValue();
        boolean isWhole = node.isNumber() && Math.rint(number) == number;
        return isWhole && Math.abs(number) <= EXACT
                ? OptionalLong.of((long) number)
                : OptionalLong.empty();
    }

    @Override
    public List<RequestValue> items() {
        return new AbstractList<>() {
            @Override
            public RequestValue get(int index) {
                return new JsonValue(node.get(index));
            }

            @Override
            public int size() {
                return node.size();
            }
        };
    }

    @Override
    public void forEachField(BiConsumer<String, RequestValue> onField) {
        node.properties()
                .forEach(entry -> onField.accept(entry.getKey(), new JsonValue(entry.getValue())));
    }

    @Override
    public Optional<RequestValue> field(String name) {
        return Optional.ofNullable(node.get(name)).map(JsonValue::new);
    }

    @Override
    public String spelled() {
        return node.asText();
    }
}
