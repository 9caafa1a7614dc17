package llamaline.gateway.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.ValueFields;
import llamaline.v1.TokenIds;

/**
 * A value of a message, read in place. A field that is not set is absent, and so is a repeated one
 * without items, but for those that its call always has; a message of ids is a list.
 */
sealed interface MessageValue extends RequestValue {
    /**
     * The fields of a call, by their names in the contract.
     *
     * @param present repeated fields that count as given without items too
     */
    static RequestFields fields(Message message, String... present) {
        return new ValueFields(new Fields(message, Set.of(present)));
    }

    private static RequestValue of(Object value) {
        return switch (value) {
            case TokenIds ids -> new Items(ids.getIdsList());
            case Message message -> new Fields(message, Set.of());
            case String text -> new Text(text);
            case Boolean flag -> new Flag(flag);
            case Number number -> new Numeral(number);
            default -> throw new IllegalArgumentException("no request has " + value.getClass());
        };
    }

    /** A message with fields of its own. */
    record Fields(Message message, Set<String> present) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.OBJECT;
        }

        @Override
        public boolean isEmpty() {
            return message.getAllFields().isEmpty();
        }

        @Override
        public Optional<RequestValue> field(String name) {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
            if (field == null || !isSet(field)) {
                return Optional.empty();
            }
            Object value = message.getField(field);
            if (field.isMapField()) {
                return Optional.of(new Entries((List<?>) value));
            }
            return Optional.of(field.isRepeated() ? new Items((List<?>) value) : of(value));
        }

        private boolean isSet(FieldDescriptor field) {
            return field.isRepeated()
                    ? present.contains(field.getName()) || message.getRepeatedFieldCount(field) > 0
                    : message.hasField(field);
        }
    }

    /** A map from a number to another. */
    record Entries(List<?> entries) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.OBJECT;
        }

        @Override
        public boolean isEmpty() {
            return entries.isEmpty();
        }

        @Override
        public void forEachField(BiConsumer<String, RequestValue> onField) {
            for (Object each : entries) {
                MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
                onField.accept(String.valueOf(entry.getKey()), of(entry.getValue()));
            }
        }
    }

    /** The items of a repeated field. */
    record Items(List<?> values) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public List<RequestValue> items() {
            return new AbstractList<>() {
                @Override
                public RequestValue get(int index) {
                    return of(values.get(index));
                }

                @Override
                public int size() {
                    return values.size();
                }
            };
        }
    }

    /** A string of a message. */
    record Text(String text) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** A truth value of a message. */
    record Flag(boolean flag) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.FLAG;
        }
    }

    /** A number of any width. */
    record Numeral(Number value) implements MessageValue {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }

        @Override
        public double number() {
            return value.doubleValue();
        }

        @Override
        public String spelled() {
            return String.valueOf(value);
        }

        @Override
        public OptionalLong integer() {
            return value instanceof Integer || value instanceof Long
                    ? OptionalLong.of(value.longValue())
                    : OptionalLong.empty();
        }
    }
}
