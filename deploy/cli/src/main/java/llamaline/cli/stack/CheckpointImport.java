package llamaline.cli.stack;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.weights.Precision;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.machine.SystemClock;
import llamaline.launcher.model.ModelImporter;
import org.jspecify.annotations.Nullable;

/** The worker's importer, in this process. */
public record CheckpointImport(Precision precision, ComputeType compute, ModelVariant variant)
        implements ModelImporter {
    /** Imports a checkpoint in its own precision, to compute in float32. */
    static CheckpointImport automatic() {
        return new CheckpointImport(Precision.AUTO, ComputeType.FLOAT32, ModelVariant.AUTO);
    }

    /** Imports a checkpoint in its own precision, to compute as a device wants it. */
    public static CheckpointImport automaticFor(@Nullable String device) {
        boolean isGpu = device != null && device.startsWith("cuda");
        ComputeType compute = isGpu ? ComputeType.FLOAT16 : ComputeType.FLOAT32;
        return new CheckpointImport(Precision.AUTO, compute, ModelVariant.AUTO);
    }

    /** Returns the same import for models that were trained for something else. */
    public CheckpointImport as(ModelVariant trainedFor) {
        return new CheckpointImport(precision, compute, trainedFor);
    }

    /** Nameless for what 'up' imports by itself. */
    @Override
    public String kind() {
        if (equals(automatic())) {
            return "";
        }
        String name = "%s-%s".formatted(precision, variant);
        String whole = compute == ComputeType.FLOAT32 ? name : name + "-" + compute;
        return whole.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isImported(Path directory) {
        return ImportedModel.isAt(directory);
    }

    @Override
    public void run(Path checkpoint, Path out, DoubleConsumer progress) throws LaunchException {
        var options = new ImportOptions(precision, compute, variant, SystemClock.WALL.instant());
        try {
            CheckpointImporter.run(checkpoint, out, options, progress);
        } catch (ModelFileException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
    }
}
