package llamaline.importer.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import llamaline.v1.ModelCard;

/** Writes and reads the files of an imported model. */
public final class ModelFolder {
    public static final String GRAPH = "model.onnx";
    public static final String WEIGHTS = "weights.bin";
    static final String TOKENIZER = "tokenizer.model";
    static final String CARD = "card.textproto";
    public static final String REPORT = "import.json";
    static final String MANIFEST = "model.json";

    /** The files that an import writes, but for the weights. */
    static final List<String> SMALL_FILES = List.of(GRAPH, TOKENIZER, CARD, REPORT, MANIFEST);

    private static final List<String> CONTENTS = List.of(GRAPH, WEIGHTS, TOKENIZER, CARD);

    private ModelFolder() {}

    static boolean isComplete(Path directory) {
        return Files.isRegularFile(directory.resolve(MANIFEST));
    }

    /** Writes tokenizer, card and, last, the manifest beside graph and weights. */
    public static void finish(
            Path directory, ModelCard card, DecoderShape shape, ComputeType compute)
            throws IOException {
        byte[] pieces = card.getTokenizer().getSentencepiece().toByteArray();
        Files.write(directory.resolve(TOKENIZER), pieces);
        ModelCard.Builder text = card.toBuilder();
        text.getTokenizerBuilder().clearSentencepiece();
        Files.writeString(
                directory.resolve(CARD),
                TextFormat.printer().escapingNonAscii(false).printToString(text));
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (String name : CONTENTS) {
            sizes.put(name, Files.size(directory.resolve(name)));
        }
        var manifest = new ModelManifest(ModelManifest.FORMAT, sizes, shape, compute);
        Files.writeString(directory.resolve(MANIFEST), manifest.json());
    }

    static long weightsBytes(Path directory) {
        try {
            return Files.size(directory.resolve(WEIGHTS));
        } catch (IOException e) {
            throw ModelFileException.unreadable(directory, e);
        }
    }

    static ImportedModel read(Path directory) {
        if (!isComplete(directory)) {
            throw ModelFileException.in(
                    directory,
                    "not an imported model: it has no %s. Import a checkpoint first"
                            .formatted(MANIFEST));
        }
        ModelManifest manifest = manifest(directory.resolve(MANIFEST));
        try {
            requireSizes(directory, manifest);
            return new ImportedModel(
                    directory, card(directory), manifest.shape(), manifest.compute());
        } catch (IOException e) {
            throw ModelFileException.unreadable(directory, e);
        }
    }

    private static ModelManifest manifest(Path file) {
        try {
            return ModelManifest.parse(Files.readString(file));
        } catch (IOException e) {
            throw new ModelFileException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireSizes(Path directory, ModelManifest manifest) throws IOException {
        for (String name : CONTENTS) {
            Path file = directory.resolve(name);
            Long expected = manifest.files().get(name);
            if (expected == null || !Files.isRegularFile(file)) {
                throw ModelFileException.in(file, "is missing: import the checkpoint again");
            }
            if (Files.size(file) != expected) {
                throw ModelFileException.in(
                        file,
                        "has %d bytes, the import wrote %d: import the checkpoint again"
                                .formatted(Files.size(file), expected));
            }
        }
    }

    private static ModelCard card(Path directory) throws IOException {
        Path file = directory.resolve(CARD);
        byte[] pieces = Files.readAllBytes(directory.resolve(TOKENIZER));
        ModelCard.Builder card = ModelCard.newBuilder();
        try {
            TextFormat.getParser().merge(Files.readString(file), card);
        } catch (TextFormat.ParseException e) {
            throw new ModelFileException("%s: %s".formatted(file, e.getMessage()), e);
        }
        String expected = card.getTokenizer().getSha256();
        if (!Sha256.of(pieces).equals(expected)) {
            throw ModelFileException.in(
                    directory.resolve(TOKENIZER), "its SHA-256 is not the card's " + expected);
        }
        card.getTokenizerBuilder().setSentencepiece(ByteString.copyFrom(pieces));
        return card.build();
    }
}
