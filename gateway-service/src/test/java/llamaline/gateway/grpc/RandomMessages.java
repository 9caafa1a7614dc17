package llamaline.gateway.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests that are nearly right: good ones, each with up to two changes. */
final class RandomMessages {
    private static final List<String> TEXTS =
            List.of("", "x", "demo", "chat", "user", "left", "longest", "a<FILL_ME>b", "日本😀");
    private static final List<Integer> NUMBERS = List.of(-1, 0, 1, 2, 4_112, Integer.MAX_VALUE);

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Message like(List<Message> good) {
        Message.Builder message = one(good).toBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            change(message);
        }
        return message.build();
    }

    private void change(Message.Builder message) {
        List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
        FieldDescriptor field = one(fields);
        if (field.isMapField()) {
            message.clearField(field);
        } else if (field.isRepeated()) {
            changeList(message, field);
        } else if (random.nextInt(4) == 0) {
            message.clearField(field);
        } else {
            message.setField(field, value(message, field));
        }
    }

    private void changeList(Message.Builder message, FieldDescriptor field) {
        int count = message.getRepeatedFieldCount(field);
        if (count == 0 || random.nextBoolean()) {
            message.addRepeatedField(field, value(message, field));
        } else {
            message.setRepeatedField(field, random.nextInt(count), value(message, field));
        }
    }

    private Object value(Message.Builder message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> one(NUMBERS);
            case LONG -> (long) one(NUMBERS);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextInt(9) == 0 ? Double.NaN : random.nextDouble(-3, 3);
            case STRING -> one(TEXTS);
            case MESSAGE -> {
                Message.Builder inner = message.newBuilderForField(field);
                change(inner);
                yield inner.build();
            }
            case ENUM, BYTE_STRING -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
