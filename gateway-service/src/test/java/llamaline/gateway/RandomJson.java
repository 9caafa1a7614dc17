package llamaline.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bodies that are nearly right: good ones, each with up to two changes anywhere in it. */
public final class RandomJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "x",
                    "demo",
                    "chat",
                    "user",
                    "assistant",
                    "left",
                    "right",
                    "<FILL_ME>",
                    "a<FILL_ME>b",
                    "<s>",
                    "</s>",
                    "▁<EOT>",
                    "日本😀",
                    "\ud83d",
                    "\u0000",
                    "data: x",
                    "1",
                    "y ".repeat(1_000));
    private static final List<Long> NUMBERS =
            List.of(-2L, -1L, 0L, 1L, 2L, 3L, 4_111L, 4_112L, 1L << 31, Long.MAX_VALUE);

    private final RandomGenerator random;
    private final List<String> names;

    /**
     * @param names of fields that mean something somewhere
     */
    public RandomJson(RandomGenerator random, List<String> names) {
        this.random = random;
        this.names = names;
    }

    /** One of the good bodies, with none, one or two changes. */
    public String bodyLike(List<? extends JsonNode> good) {
        JsonNode body = one(good).deepCopy();
        for (int i = random.nextInt(3); i > 0 && body instanceof ContainerNode<?> root; i--) {
            change(one(containers(root)));
        }
        String text = body.toString();
        return random.nextInt(40) == 0 ? broken(text) : text;
    }

    private String broken(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + "," + text.substring(at);
            case 2 -> text.replaceFirst(":[^,}]*", ":NaN");
            default -> "[" + text + "]";
        };
    }

    private static List<ContainerNode<?>> containers(ContainerNode<?> root) {
        List<ContainerNode<?>> found = new ArrayList<>(List.of(root));
        root.forEach(child -> {
            if (child instanceof ContainerNode<?> inner) {
                found.addAll(containers(inner));
            }
        });
        return found;
    }

    private void change(ContainerNode<?> place) {
        switch (place) {
            case ObjectNode object -> changeObject(object);
            case ArrayNode list -> changeList(list);
            default -> throw new IllegalArgumentException(place.getNodeType().name());
        }
    }

    private void changeObject(ObjectNode object) {
        List<String> present = new ArrayList<>();
        object.fieldNames().forEachRemaining(present::add);
        if (present.isEmpty() || random.nextInt(4) == 0) {
            object.set(one(names), value(2));
        } else if (random.nextInt(4) == 0) {
            object.remove(one(present));
        } else {
            object.set(one(present), value(2));
        }
    }

    private void changeList(ArrayNode list) {
        switch (random.nextInt(3)) {
            case 0 -> list.add(list.isEmpty() ? value(1) : list.get(0).deepCopy());
            case 1 -> {
                if (!list.isEmpty()) {
                    list.remove(random.nextInt(list.size()));
                }
            }
            default -> list.add(value(1));
        }
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> JSON.booleanNode(random.nextBoolean());
            case 1, 2 -> JSON.numberNode(one(NUMBERS));
            case 3 -> JSON.numberNode(random.nextDouble(-3, 3));
            case 4, 5 -> JSON.textNode(one(TEXTS));
            case 6 ->
                    random.nextBoolean()
                            ? JSON.nullNode()
                            : JSON.numberNode(BigInteger.TEN.pow(random.nextInt(18, 400)));
            case 7 -> object(depth - 1);
            default -> list(depth - 1);
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            object.set(one(names), value(depth));
        }
        return object;
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JSON.arrayNode();
        boolean holdsIds = random.nextBoolean();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(holdsIds ? JSON.numberNode(random.nextInt(4_112)) : value(depth));
        }
        return list;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
