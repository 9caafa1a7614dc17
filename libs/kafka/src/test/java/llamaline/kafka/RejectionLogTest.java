package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionLogTest {
    private final List<String> lines = new ArrayList<>();
    private long nanos = Long.MAX_VALUE;

    @Test
    void saysTheFirstAtOnceAndThenOneInAFewSeconds() {
        var rejections = new RejectionLog(new Lines(), () -> nanos);
        for (int i = 0; i < 1_000; i++) {
            rejections.add("topic", "reason");
        }
        nanos += 4_999_999_999L;
        rejections.add("topic", "reason");
        nanos++;
        rejections.add("topic", "another");
        rejections.add("topic", "reason");

        String begin = "a record on topic was rejected: ";
        assertEquals(
                List.of(
                        begin + "reason; before it, without a line: 0",
                        begin + "another; before it, without a line: 1,000"),
                lines);
    }

    private final class Lines implements Logger {
        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            lines.add(String.valueOf(message));
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... values) {
            lines.add(MessageFormat.format(String.valueOf(format), values));
        }
    }
}
