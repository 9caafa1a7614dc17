package llamaline.launcher.model;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import llamaline.launcher.machine.LaunchException;

/** Turns checkpoints into models that the worker runs. */
public interface ModelImporter {
    /** Tells whether {@code directory} holds a whole imported model. */
    boolean isImported(Path directory);

    /**
     * Names what it makes of a checkpoint, so that two that make different models of one keep them
     * apart; empty for the usual one.
     */
    String kind();

    /**
     * Imports {@code checkpoint} into {@code out}, which does not exist yet and is whole
     * afterwards.
     *
     * @param progress hears the share that is done, in [0, 1], growing
     * @throws LaunchException naming file and field that are not supported
     */
    void run(Path checkpoint, Path out, DoubleConsumer progress) throws LaunchException;
}
