package llamaline.cli.terminal;

import java.util.List;

/** A verb that asks a gateway: it can be refused, or find none that answers. */
public interface AsksGateway {
    /** The exit codes for {@code --help}: code and meaning, separated by a colon. */
    default List<String> exitCodes() {
        return List.of(
                ExitCodes.OK_HELP,
                ExitCodes.FAILED_HELP,
                ExitCodes.USAGE_HELP,
                ExitCodes.REFUSED_HELP,
                ExitCodes.UNAVAILABLE_HELP);
    }
}
