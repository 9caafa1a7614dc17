package llamaline.worker.kafka;

import java.util.List;
import java.util.Optional;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFailure;

/** Checks of numbers, each with the message that says what is allowed. */
final class SamplingRanges {
    private SamplingRanges() {}

    static Optional<SequenceFailure> atLeast(String param, double value, double least) {
        return within(param, value, least, Double.MAX_VALUE);
    }

    /** NaN is outside every range. */
    static Optional<SequenceFailure> within(String param, double value, double least, double most) {
        if (value >= least && value <= most) {
            return Optional.empty();
        }
        String allowed =
                most == Double.MAX_VALUE ? bound(least) : bound(least) + " and " + upTo(most);
        String message = "'%s' must be %s, got %s.".formatted(param, allowed, plain(value));
        return Optional.of(new SequenceFailure(SequenceErrorCode.INVALID_PROMPT, message, param));
    }

    static Optional<SequenceFailure> first(List<Optional<SequenceFailure>> checks) {
        return checks.stream().flatMap(Optional::stream).findFirst();
    }

    private static String bound(double least) {
        return least == Double.MIN_VALUE ? "above 0" : "at least " + plain(least);
    }

    private static String upTo(double most) {
        return "at most " + plain(most);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
