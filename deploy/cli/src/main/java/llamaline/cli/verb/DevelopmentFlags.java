package llamaline.cli.verb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import llamaline.cli.terminal.CommandFailure;
import llamaline.launcher.process.Development;
import llamaline.launcher.process.ServiceKind;
import picocli.CommandLine.Option;

/** The options of {@code up} for who works on one of the services. */
final class DevelopmentFlags {
    private static final int HIGHEST_PORT = 65535;

    private static final Map<ServiceKind, Integer> USUAL_PORTS =
            Map.of(
                    ServiceKind.GATEWAY, 5005,
                    ServiceKind.TOKENIZER, 5006,
                    ServiceKind.WORKER, 5007);

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            description =
                    "Does not start the gateway, tokenizer or worker, but prints its command: for who"
                            + " starts it by hand or in an IDE; may be repeated.")
    private List<ServiceKind> leftOut = new ArrayList<>();

    @Option(
            names = "--debug",
            paramLabel = "SERVICE[=PORT]",
            mapFallbackValue = Option.NULL_VALUE,
            description =
                    "Lets a debugger of this machine attach to the gateway (5005), tokenizer (5006) or"
                            + " workers (5007 and up); may be repeated.")
    private Map<ServiceKind, Optional<Integer>> debugged = new LinkedHashMap<>();

    /**
     * Returns what was asked for.
     *
     * @throws CommandFailure where a port is none, or a service that is left out is debugged
     */
    Development development() throws CommandFailure {
        var ports = new HashMap<ServiceKind, Integer>();
        for (ServiceKind kind : debugged.keySet()) {
            if (leftOut.contains(kind)) {
                throw CommandFailure.usage(
                        "--debug is for services that 'up' starts, and the %s is left out"
                                .formatted(kind.label()));
            }
            ports.put(kind, port(kind));
        }
        return new Development(new HashSet<>(leftOut), ports);
    }

    private int port(ServiceKind kind) throws CommandFailure {
        int port =
                debugged.getOrDefault(kind, Optional.empty())
                        .orElse(USUAL_PORTS.getOrDefault(kind, 0));
        if (port < 1 || port > HIGHEST_PORT) {
            throw CommandFailure.usage(
                    "--debug takes a port from 1 to %d, got %d".formatted(HIGHEST_PORT, port));
        }
        return port;
    }

    /** A command as one types it: words that a shell would take apart stand in quotes. */
    static String shellLine(List<String> command) {
        return command.stream().map(DevelopmentFlags::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
