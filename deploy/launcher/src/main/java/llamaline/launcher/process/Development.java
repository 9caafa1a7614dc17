package llamaline.launcher.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services that a developer starts by hand beside a stack, and those that a debugger attaches to.
 *
 * @param leftOut kinds that the launcher does not start
 * @param debugPorts TCP ports on loopback where a kind's first process lets a debugger in; further
 *     processes of the kind take the ports behind it
 */
public record Development(Set<ServiceKind> leftOut, Map<ServiceKind, Integer> debugPorts) {
    /** A stack as users start it: whole, and closed to debuggers. */
    public static final Development NONE = new Development(Set.of(), Map.of());

    public Development {
        leftOut = Set.copyOf(leftOut);
        debugPorts = Map.copyOf(debugPorts);
    }

    /**
     * Returns where the n-th process of a kind lets a debugger in, if it does.
     *
     * @param number of the process among those of its kind, from 0
     */
    Optional<Integer> debugPort(ServiceKind kind, int number) {
        return Optional.ofNullable(debugPorts.get(kind)).map(first -> first + number);
    }

    /** The option of a JVM that runs at once and waits for a debugger on loopback meanwhile. */
    static List<String> jvmOptions(int debugPort) {
        return List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
                        + debugPort);
    }
}
