package llamaline.launcher;

import java.util.List;

/**
 * How the services' processes run.
 *
 * @param lifetime what the JVM is tuned for
 */
public record ProcessOptions(Lifetime lifetime, StartUpCaches caches) {
    /** What a stack is for. */
    public enum Lifetime {
        /** Serves until it is stopped. */
        LONG,
        /** Answers one call: the quick compiler alone starts faster. */
        ONE_CALL
    }

    List<String> jvmOptions() {
        return switch (lifetime) {
            case LONG -> List.of();
            case ONE_CALL -> List.of("-XX:TieredStopAtLevel=1");
        };
    }
}
