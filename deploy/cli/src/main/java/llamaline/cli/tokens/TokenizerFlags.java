package llamaline.cli.tokens;

import llamaline.cli.client.GatewaySession;
import llamaline.cli.terminal.CommandFailure;
import llamaline.launcher.machine.LaunchException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the model whose tokenizer is used. */
public final class TokenizerFlags {
    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description =
                    "A checkpoint's or imported model's folder, read without any service (the"
                            + " default: the demo model), or the name of a served model.")
    private @Nullable String model;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = GatewaySession.URL_OF_ENVIRONMENT,
            description = "The gateway to ask ($LLAMALINE_URL), in place of reading a folder.")
    private @Nullable String url;

    public TokenizerSource open() throws CommandFailure, LaunchException, InterruptedException {
        return TokenizerSource.open(url, model);
    }
}
