package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Greedy ids of tiny-7b in NF4 against Transformers' with bitsandbytes 0.50.2: all equal. */
class Nf4GreedyGoldensTest {
    private static final int CHUNK = 16;

    @ParameterizedTest
    @CsvSource({"NF4, plain, 1", "NF4, plain, 5", "NF4_DOUBLE, double, 1", "NF4_DOUBLE, double, 5"})
    void quantizedHere(Precision precision, String golden, int slots) throws Exception {
        try (var model = ImportedCheckpoints.open(Goldens.resource("tiny-7b"), precision, slots)) {
            assertGolden(golden, model);
        }
    }

    @Test
    void quantizedByBitsandbytes(@TempDir Path folder) throws Exception {
        if (!Conformance.isHere("nf4", 1)) {
            return;
        }
        Path stored =
                Conformance.folder("nf4").orElseThrow().resolve("tiny-7b-nf4-double-checkpoint");
        for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
            Files.copy(stored.resolve(file), folder.resolve(file));
        }
        addTokenizer(folder);
        try (var model = ImportedCheckpoints.open(folder, 3)) {
            assertGolden("double", model);
        }
    }

    private static void addTokenizer(Path folder) throws IOException {
        for (String file : List.of("tokenizer.model", "tokenizer_config.json")) {
            Files.copy(Goldens.resource("tiny-7b").resolve(file), folder.resolve(file));
        }
    }

    private static void assertGolden(String name, OnnxCausalLanguageModel model) throws Exception {
        List<GoldenRun> runs =
                GoldenRun.ofFile(golden("tiny-7b-nf4-%s-greedy.jsonl".formatted(name)));
        assertEquals(12, runs.size());
        List<List<Integer>> answers = new EngineLoop(model, CHUNK).answer(runs);
        for (int i = 0; i < runs.size(); i++) {
            assertEquals(runs.get(i).newIds(), answers.get(i), runs.get(i).id());
        }
    }

    private static Path golden(String name) throws URISyntaxException {
        String path = "/llamaline/worker/onnx/" + name;
        return Path.of(
                Objects.requireNonNull(Nf4GreedyGoldensTest.class.getResource(path)).toURI());
    }
}
