package llamaline.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.weights.Precision;
import llamaline.testkit.Goldens;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReportTest {
    private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
    private static final String NORM = "model.norm.weight";

    @TempDir private Path folder;

    private final CheckpointBuilder builder =
            CheckpointBuilder.small(new SplittableRandom(1))
                    .with("hidden_size", 64)
                    .with("num_attention_heads", 4)
                    .with("intermediate_size", 96);

    private JsonNode report(Precision precision) {
        builder.write(folder);
        ImportedModel model =
                CheckpointImporter.run(
                        folder,
                        folder.resolve("out"),
                        new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH),
                        _ -> {});
        return Goldens.object(model.report());
    }

    private static JsonNode tensor(JsonNode report, String name) {
        return StreamSupport.stream(report.get("tensors").spliterator(), false)
                .filter(tensor -> tensor.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhatNf4CostsEachTensor() {
        JsonNode report = report(Precision.NF4);

        JsonNode query = tensor(report, QUERY);
        assertEquals("nf4", report.get("precision").asText());
        assertEquals("nf4", query.get("stored_as").asText());
        assertEquals(64 * 64 * 4, query.get("bytes_before").asLong());
        assertEquals(64 * 64 / 2 + 64 * 4, query.get("bytes_after").asLong());
        assertErrors(query, 0.01, 0.2);
        assertEquals("float32", tensor(report, NORM).get("stored_as").asText());
        assertEquals(0, tensor(report, NORM).get("largest_error").asDouble());
        assertEquals(0, tensor(report, "lm_head.weight").get("mean_error").asDouble());
        assertEquals(builder.tensors().size(), report.get("tensors").size());
    }

    @Test
    void saysWhatRoundingCosts() {
        JsonNode report = report(Precision.BFLOAT16);

        assertErrors(tensor(report, QUERY), 1e-5, 3e-3);
        assertEquals(2 * report.get("bytes_after").asLong(), report.get("bytes_before").asLong());
    }

    @Test
    void saysThatNothingIsLostWhereTypesStay() {
        JsonNode report = report(Precision.AUTO);

        report.get("tensors")
                .forEach(tensor -> assertEquals(0, tensor.get("largest_error").asDouble()));
        assertEquals(report.get("bytes_after").asLong(), report.get("bytes_before").asLong());
    }

    /** Weights have a deviation of 1.5 / sqrt(64). */
    private static void assertErrors(JsonNode tensor, double leastMean, double mostLargest) {
        double mean = tensor.get("mean_error").asDouble();
        double largest = tensor.get("largest_error").asDouble();
        assertTrue(mean > leastMean && largest > mean && largest < mostLargest, tensor::toString);
    }
}
