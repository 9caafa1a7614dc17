package llamaline.cli.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.cli.client.GatewayClient;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.terminal.CommandFailure;
import llamaline.importer.checkpoint.tokenizer.CheckpointTokenizer;
import llamaline.importer.model.ModelFileException;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.process.Installation;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import org.jspecify.annotations.Nullable;

/** Whose tokenizer a command uses. */
public sealed interface TokenizerSource {
    /** A folder's, without any service. */
    record Folder(String name, CheckpointTokenizer checkpoint) implements TokenizerSource {}

    /**
     * A served model's.
     *
     * @param model null means the only one that is served
     */
    record Served(GatewayClient gateway, @Nullable String model) implements TokenizerSource {
        /** The beginning of a request. */
        public ObjectNode request() {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (model != null) {
                body.put("model", model);
            }
            return body;
        }
    }

    /**
     * A gateway that was named is asked; else a folder is read, the demo model's by default; any
     * other name is looked for at the usual gateway.
     */
    static TokenizerSource open(@Nullable String url, @Nullable String model)
            throws CommandFailure, LaunchException, InterruptedException {
        if (url != null) {
            return new Served(GatewayClient.at(url), model);
        }
        if (model == null) {
            return folder(GatewaySession.DEMO, Installation.here().demoCheckpoint());
        }
        Path path = Path.of(model).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return folder(String.valueOf(path.getFileName()), path);
        }
        if (model.equals(GatewaySession.DEMO)) {
            return folder(GatewaySession.DEMO, Installation.here().demoCheckpoint());
        }
        GatewayClient usual = GatewayClient.at(GatewaySession.DEFAULT_URL);
        if (usual.isThere()) {
            return new Served(usual, model);
        }
        throw new CommandFailure(
                "no such model folder: '%s', and no gateway at %s to ask for a model of that name"
                        .formatted(model, GatewaySession.DEFAULT_URL));
    }

    private static Folder folder(String name, Path directory) throws CommandFailure {
        try {
            return new Folder(name, CheckpointTokenizer.read(directory));
        } catch (ModelFileException | TokenizerFormatException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
