package llamaline.cli.client;

import java.util.Map;
import llamaline.cli.stack.PrivateStack;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.Terminal;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.Installation;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.StartUpCaches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A gateway to ask, for the length of a call: the one that was named, the one at the default
 * address, or a private stack that ends with the call.
 */
public final class GatewaySession implements AutoCloseable {
    public static final String DEFAULT_URL = "http://localhost:8080";

    /** The default of {@code --url}: a variable, so that scripts need not repeat the address. */
    public static final String URL_OF_ENVIRONMENT =
            "${env:LLAMALINE_URL:-" + Option.NULL_VALUE + "}";

    /** The default of {@code --url} for a verb that asks a gateway in any case. */
    public static final String URL_OF_ENVIRONMENT_OR_DEFAULT =
            "${env:LLAMALINE_URL:-" + DEFAULT_URL + "}";

    /** The name that the demo model is served under. */
    public static final String DEMO = "demo";

    private final GatewayClient client;
    private final @Nullable String model;
    private final @Nullable PrivateStack stack;

    private GatewaySession(
            GatewayClient client, @Nullable String model, @Nullable PrivateStack stack) {
        this.client = client;
        this.model = model;
        this.stack = stack;
    }

    /**
     * Finds the gateway that a call goes to, and starts a private stack where none answers.
     *
     * @param url the gateway that the caller named, if any
     * @param model the model that the caller named, if any
     */
    public static GatewaySession open(
            @Nullable String url, @Nullable String model, Terminal terminal)
            throws CommandFailure, LaunchException, InterruptedException {
        if (url != null) {
            return new GatewaySession(GatewayClient.at(url), model, null);
        }
        GatewayClient usual = GatewayClient.at(DEFAULT_URL);
        if (usual.isThere()) {
            return new GatewaySession(usual, model, null);
        }
        ModelSource source = privateModel(model);
        terminal.say(
                "no gateway at %s: starting a private one for this call, with the model '%s' …"
                        .formatted(DEFAULT_URL, source.name()));
        return startPrivate(source, terminal);
    }

    /**
     * As {@link #open}, but never starts a stack in vain: the demo model has no chat template.
     *
     * @param url the gateway that the caller named, if any
     * @param model the model that the caller named, if any
     */
    public static GatewaySession openForChat(
            @Nullable String url, @Nullable String model, Terminal terminal)
            throws CommandFailure, LaunchException, InterruptedException {
        boolean isDemo = model == null || model.equals(DEMO);
        if (url == null && isDemo && !GatewayClient.at(DEFAULT_URL).isThere()) {
            throw new CommandFailure(
                    "no gateway at %s, and the model '%s' that comes with this project has no chat template; name an Instruct model with --model DIR"
                            .formatted(DEFAULT_URL, DEMO));
        }
        return open(url, model, terminal);
    }

    /** The toy that comes with the project. */
    public static ModelSource demo() throws LaunchException {
        return new ModelSource(DEMO, Installation.here().demoCheckpoint());
    }

    public GatewayClient client() {
        return client;
    }

    /** The model to ask for; null = the only one that is served. */
    public @Nullable String model() {
        return model;
    }

    @Override
    public void close() {
        if (stack != null) {
            stack.close();
        }
    }

    private static GatewaySession startPrivate(ModelSource source, Terminal terminal)
            throws CommandFailure, LaunchException, InterruptedException {
        PrivateStack stack =
                PrivateStack.start(
                        source,
                        Map.of(),
                        new ProcessOptions(Lifetime.ONE_CALL, StartUpCaches.USE),
                        terminal);
        return new GatewaySession(
                GatewayClient.at(stack.stack().url().toString()), source.name(), stack);
    }

    /** Says what a private stack serves: the model that the call names, or the demo model. */
    private static ModelSource privateModel(@Nullable String model) throws LaunchException {
        if (model == null || model.equals(DEMO)) {
            return demo();
        }
        return ModelSource.parse(model);
    }
}
