package llamaline.gateway.request;

import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.refusal.RefusedException;

/**
 * The fields that ask for server-sent events, and for the counts in them.
 *
 * @param includesUsage whether a last chunk has the counts
 * @param countsAlong whether every chunk has them
 */
public record StreamFields(boolean streams, boolean includesUsage, boolean countsAlong) {
    private static final String OPTIONS = "stream_options";
    private static final String ALLOWED = "an object, and goes with 'stream': true only";

    static StreamFields read(RequestFields fields) {
        boolean streams = fields.flag("stream", false);
        Optional<RequestFields> options = fields.object(OPTIONS, ALLOWED);
        if (options.isEmpty()) {
            return new StreamFields(streams, false, false);
        }
        if (!streams) {
            throw RefusedException.ofField(
                    OPTIONS, "'%s' must be %s, but it is an object.".formatted(OPTIONS, ALLOWED));
        }
        boolean includesUsage = options.get().flag("include_usage", false);
        // A call that wants no counts at the end wants none along the way, as in vLLM.
        boolean countsAlong = options.get().flag("continuous_usage_stats", false) && includesUsage;
        return new StreamFields(true, includesUsage, countsAlong);
    }
}
