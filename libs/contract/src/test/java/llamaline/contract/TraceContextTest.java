package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TraceContextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void travelsInHeaders() {
        var headers = new RecordHeaders();
        var trace = new TraceContext(PARENT, "vendor=1");
        trace.putInto(headers);
        assertEquals(trace, TraceContext.of(headers));
    }

    @Test
    void writesNothingWhereThereIsNoTrace() {
        var headers = new RecordHeaders();
        TraceContext.NONE.putInto(headers);
        assertEquals(0, headers.toArray().length);
        assertTrue(TraceContext.of(headers).isNone());
    }

    @Test
    void dropsWhatIsTooLongOrEmpty() {
        var headers = new RecordHeaders();
        headers.add("traceparent", new byte[1000]).add("tracestate", null);
        assertEquals(TraceContext.NONE, TraceContext.of(headers));
        headers.add("traceparent", PARENT.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(new TraceContext(PARENT, ""), TraceContext.of(headers));
    }
}
