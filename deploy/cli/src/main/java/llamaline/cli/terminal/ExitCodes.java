package llamaline.cli.terminal;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The exit codes, which tell scripts how a call ended; {@code --help} of each verb lists them. */
public final class ExitCodes {
    public static final int OK = 0;

    /** It could not be done; why is said on standard error. */
    public static final int FAILED = 1;

    /**
     * The call itself is wrong: an unknown option, a missing value, options that exclude others.
     */
    public static final int USAGE = 2;

    /** The gateway does not take the request: a wrong value, an unknown model. */
    static final int REFUSED = 3;

    /** No gateway answers, or it has no room or no worker; the same call may work later. */
    static final int UNAVAILABLE = 4;

    /** A file of prompts is done, and some of them failed; its results say which. */
    public static final int SOME_FAILED = 5;

    /** Lines for {@code --help}: code and meaning, separated by a colon. */
    static final String OK_HELP = "0:The result stands on standard output, or where asked for.";

    static final String FAILED_HELP = "1:It failed; standard error says why, in one line.";
    static final String USAGE_HELP = "2:Wrong usage.";
    static final String REFUSED_HELP = "3:The gateway refused the request.";
    static final String UNAVAILABLE_HELP =
            "4:No gateway answers, or none has room; the same call may work later.";
    public static final String SOME_FAILED_HELP =
            "5:Some prompts of --input failed; --output says which.";

    private ExitCodes() {}

    /**
     * Lists the exit codes in a verb's help: those of all verbs, or those of a gateway's callers.
     */
    public static void document(CommandLine verb) {
        List<String> codes =
                verb.getCommand() instanceof AsksGateway asking
                        ? asking.exitCodes()
                        : List.of(OK_HELP, FAILED_HELP, USAGE_HELP);
        UsageMessageSpec help = verb.getCommandSpec().usageMessage();
        help.exitCodeListHeading("%nExit codes:%n");
        help.exitCodeList(UsageMessageSpec.keyValuesMap(codes.toArray(String[]::new)));
    }
}
