package llamaline.contract;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The trace that a record belongs to, as it travels in the headers {@code traceparent} and {@code
 * tracestate}. What stands in them is not looked at here; what is too long for the standard is
 * dropped.
 *
 * <p>Source: W3C, Trace Context (level 1), section 3.
 *
 * @param parent empty where the record belongs to none
 * @param state empty where there is none
 */
public record TraceContext(String parent, String state) {
    /** The context of a record that belongs to no trace. */
    public static final TraceContext NONE = new TraceContext("", "");

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final int LONGEST_PARENT = 128;
    private static final int LONGEST_STATE = 512;

    /** Reads the context in a record's headers. */
    public static TraceContext of(Headers headers) {
        String parent = value(headers, PARENT, LONGEST_PARENT);
        return parent.isEmpty()
                ? NONE
                : new TraceContext(parent, value(headers, STATE, LONGEST_STATE));
    }

    /** Tells whether the record belongs to no trace. */
    public boolean isNone() {
        return parent.isEmpty();
    }

    /** Writes the context into a record's headers. */
    public void putInto(Headers headers) {
        put(headers, PARENT, parent);
        put(headers, STATE, state);
    }

    private static void put(Headers headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.add(name, value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String value(Headers headers, String name, int longest) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length > longest) {
            return "";
        }
        return new String(header.value(), StandardCharsets.US_ASCII);
    }
}
