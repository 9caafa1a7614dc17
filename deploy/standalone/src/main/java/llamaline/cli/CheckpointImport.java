package llamaline.cli;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import llamaline.launcher.LaunchException;
import llamaline.launcher.ModelImporter;
import llamaline.launcher.SystemClock;
import llamaline.worker.checkpoint.CheckpointException;
import llamaline.worker.checkpoint.CheckpointImporter;
import llamaline.worker.checkpoint.ImportOptions;
import llamaline.worker.checkpoint.ImportedModel;
import llamaline.worker.checkpoint.ModelVariant;
import llamaline.worker.checkpoint.Precision;

/** The worker's importer, in this process. */
record CheckpointImport(Precision precision, ModelVariant variant) implements ModelImporter {
    /** As the checkpoint itself is. */
    static CheckpointImport automatic() {
        return new CheckpointImport(Precision.AUTO, ModelVariant.AUTO);
    }

    @Override
    public boolean isImported(Path directory) {
        return ImportedModel.isAt(directory);
    }

    @Override
    public void run(Path checkpoint, Path out, DoubleConsumer progress) throws LaunchException {
        var options = new ImportOptions(precision, variant, SystemClock.WALL.instant());
        try {
            CheckpointImporter.run(checkpoint, out, options, progress);
        } catch (CheckpointException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
    }
}
