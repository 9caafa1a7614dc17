package llamaline.launcher.process;

import java.util.ArrayList;
import java.util.List;

/**
 * The options that the services' processes run with.
 *
 * @param lifetime what the JVM is tuned for
 * @param development services that a developer works on
 */
public record ProcessOptions(Lifetime lifetime, StartUpCaches caches, Development development) {
    /** Processes of a whole stack, which no debugger attaches to. */
    public ProcessOptions(Lifetime lifetime, StartUpCaches caches) {
        this(lifetime, caches, Development.NONE);
    }

    /** The use that a JVM is tuned for. */
    public enum Lifetime {
        /** Serves until it is stopped. */
        LONG,
        /** Answers one call: the quick compiler alone starts faster. */
        ONE_CALL
    }

    /**
     * Returns the options of a service's JVM.
     *
     * @param number of the process among those of its kind, from 0
     */
    List<String> jvmOptions(ServiceKind kind, int number) {
        var options = new ArrayList<String>();
        if (lifetime == Lifetime.ONE_CALL) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        development
                .debugPort(kind, number)
                .ifPresent(port -> options.addAll(Development.jvmOptions(port)));
        return List.copyOf(options);
    }
}
