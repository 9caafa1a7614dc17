package llamaline.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import llamaline.importer.checkpoint.Checkpoint;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.graph.DecoderGraph;
import llamaline.importer.model.ImportFolder;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.model.ModelFolder;
import llamaline.importer.weights.WeightPlan;
import llamaline.importer.weights.WeightPlanner;
import llamaline.importer.weights.stream.WeightStream;
import llamaline.v1.ModelCard;

/**
 * Turns a Hugging Face checkpoint of the Llama architecture into an ONNX model: config.json,
 * generation_config.json, tokenizer files and safetensors in; graph, weights, tokenizer and card
 * out.
 */
public final class CheckpointImporter {
    /** The threads that convert weights; more would only wait for the disk. */
    private static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());

    private CheckpointImporter() {}

    /**
     * Imports {@code checkpoint} into {@code out}, which must not exist and appears whole or not at
     * all. Memory stays at a few MiB for each thread, whatever the checkpoint's size.
     *
     * @param progress hears the share that is done, in [0, 1], growing, on this thread
     * @throws ModelFileException naming file and field or tensor that are not supported, or what
     *     went wrong while writing
     */
    public static ImportedModel run(
            Path checkpoint, Path out, ImportOptions options, DoubleConsumer progress) {
        options.requireConsistent();
        Checkpoint read = Checkpoint.read(checkpoint);
        try (CheckpointTensors tensors = CheckpointTensors.open(checkpoint)) {
            WeightPlan plan =
                    WeightPlanner.plan(
                            read.config(), tensors, options.precision(), options.compute());
            write(new Source(read, tensors, plan), out, options, progress);
            return ImportedModel.read(out);
        } catch (IOException e) {
            throw new ModelFileException(
                    "cannot import %s into %s: %s"
                            .formatted(checkpoint, out, ModelFileException.reason(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelFileException("import of %s was interrupted".formatted(checkpoint), e);
        }
    }

    private record Source(Checkpoint checkpoint, CheckpointTensors tensors, WeightPlan plan) {}

    private static void write(
            Source source, Path out, ImportOptions options, DoubleConsumer progress)
            throws IOException, InterruptedException {
        Checkpoint checkpoint = source.checkpoint();
        WeightPlan plan = source.plan();
        try (ImportFolder folder = ImportFolder.create(out)) {
            requireSpace(folder.path(), plan.bytes());
            FileChannel weights = folder.weights();
            var stream = new WeightStream(plan, (bytes, at) -> writeAll(weights, bytes, at));
            String weightsHash = stream.run(THREADS, progress);
            String hash = checkpoint.config().hashWith(options.compute(), weightsHash);
            Files.write(
                    folder.path().resolve(ModelFolder.GRAPH),
                    DecoderGraph.model(
                            checkpoint.config(), options.compute(), plan, ModelFolder.WEIGHTS));
            Files.writeString(
                    folder.path().resolve(ModelFolder.REPORT),
                    ImportReport.of(plan, source.tensors()).json());
            ModelCard card =
                    checkpoint.card(
                            options.variant(), plan.precisionLabel(), hash, options.created());
            ModelFolder.finish(folder.path(), card, checkpoint.config().shape(), options.compute());
            folder.publish();
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static void requireSpace(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw ModelFileException.in(
                    folder,
                    "the disk has %d MiB free, the weights take %d MiB"
                            .formatted(free >> 20, bytes >> 20));
        }
    }
}
