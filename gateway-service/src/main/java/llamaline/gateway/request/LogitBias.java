package llamaline.gateway.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.ShownText;
import org.jspecify.annotations.Nullable;

/** Reads {@code logit_bias}: numbers that are added to logits, by token id. */
final class LogitBias {
    private static final String NAME = "logit_bias";
    private static final double MAX_BIAS = 100;

    private final int vocabulary;
    private final Map<Integer, Float> biases = new LinkedHashMap<>();
    private final List<String> noIds = new ArrayList<>();
    private final List<String> unknownIds = new ArrayList<>();

    private LogitBias(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    static Map<Integer, Float> read(RequestFields fields, int vocabulary) {
        Optional<RequestValue> object = fields.value(NAME);
        if (object.isEmpty()) {
            return Map.of();
        }
        if (!object.get().is(Kind.OBJECT)) {
            throw object.get().wrong(NAME, "an object of token id to number");
        }
        LogitBias read = new LogitBias(vocabulary);
        object.get().forEachField(read::add);
        requireNone(read.noIds, "keys that are no integers: %s; each key must be a token id");
        String outside = "token ids that are out of vocabulary: %s; the vocabulary's size is ";
        requireNone(read.unknownIds, outside + vocabulary);
        return read.biases;
    }

    private void add(String key, RequestValue value) {
        Long id = idOf(key);
        if (id == null) {
            noIds.add(ShownText.shortened(key));
        } else if (id < 0 || id >= vocabulary) {
            unknownIds.add(key);
        } else {
            biases.put((int) (long) id, bias(key, value));
        }
    }

    private static @Nullable Long idOf(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static float bias(String key, RequestValue value) {
        if (!value.is(Kind.NUMBER) || !(Math.abs(value.number()) <= MAX_BIAS)) {
            throw RefusedException.ofField(
                    NAME,
                    "'logit_bias' must map ids to numbers from -100 to 100, but that of %s is %s."
                            .formatted(key, value.described()));
        }
        return (float) value.number();
    }

    private static void requireNone(List<String> bad, String problem) {
        if (!bad.isEmpty()) {
            String named = String.join(", ", bad);
            throw RefusedException.ofField(
                    NAME, "'logit_bias' has " + problem.formatted(named) + ".");
        }
    }
}
