package llamaline.gateway.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.text.DetokenizerOptions;

/** Reads where a completion's text ends and what it shows: {@code stop} and what belongs to it. */
final class TextFields {
    private static final String STOP = "stop";
    private static final String ALLOWED = "a string or a list of strings";

    private TextFields() {}

    static DetokenizerOptions read(RequestFields fields, Limits limits) {
        return new DetokenizerOptions(
                stops(fields.value(STOP), limits),
                fields.flag("include_stop_str_in_output", false),
                fields.flag("skip_special_tokens", true));
    }

    private static List<String> stops(Optional<RequestValue> stop, Limits limits) {
        if (stop.isEmpty()) {
            return List.of();
        }
        if (stop.get().is(Kind.TEXT)) {
            return List.of(stopString(stop.get(), limits));
        }
        if (!stop.get().is(Kind.LIST)) {
            throw stop.get().wrong(STOP, ALLOWED);
        }
        List<RequestValue> items = stop.get().items();
        if (items.size() > limits.stops()) {
            throw RefusedException.ofField(
                    STOP,
                    "'stop' has %d strings; at most %d are allowed."
                            .formatted(items.size(), limits.stops()));
        }
        List<String> stops = new ArrayList<>();
        items.forEach(item -> stops.add(stopString(item, limits)));
        return stops;
    }

    private static String stopString(RequestValue item, Limits limits) {
        if (!item.is(Kind.TEXT)) {
            throw item.wrong(STOP, ALLOWED);
        }
        String stop = ValueFields.unicode(STOP, item.text());
        if (stop.isEmpty() || stop.length() > limits.stopLength()) {
            throw RefusedException.ofField(
                    STOP,
                    "A string of 'stop' has %d characters; 1 to %d are allowed."
                            .formatted(stop.length(), limits.stopLength()));
        }
        return stop;
    }
}
