package llamaline.cli;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import llamaline.launcher.LaunchException;
import llamaline.launcher.ModelImporter;

/** Refuses: the importer is not built yet. */
final class CheckpointImport implements ModelImporter {
    CheckpointImport(ImportPrecision precision) {}

    @Override
    public boolean isImported(Path directory) {
        return false;
    }

    @Override
    public void run(Path checkpoint, Path out, DoubleConsumer progress) throws LaunchException {
        throw new LaunchException("the importer is not there yet");
    }
}
