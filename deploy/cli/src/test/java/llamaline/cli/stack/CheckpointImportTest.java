package llamaline.cli.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.launcher.model.ModelStore;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointImportTest {
    @TempDir Path data;

    @Test
    void keepsWhatAGpuNeedsApartFromWhatACpuNeeds() throws Exception {
        Path tiny = Goldens.resource("tiny-7b");
        Path cpu = importedFor("cpu", tiny);
        Path gpu = importedFor("cuda:0", tiny);
        assertEquals(ComputeType.FLOAT32, ImportedModel.read(cpu).compute());
        assertEquals(ComputeType.FLOAT16, ImportedModel.read(gpu).compute());
        assertEquals(cpu, importedFor("auto", tiny));
    }

    @Test
    void namesEachKindDifferently() {
        var kinds = new HashSet<String>();
        for (String device : List.of("cpu", "cuda:0")) {
            for (ModelVariant variant : ModelVariant.values()) {
                kinds.add(CheckpointImport.automaticFor(device).as(variant).kind());
            }
        }
        assertEquals(2 * ModelVariant.values().length, kinds.size());
        assertFalse(CheckpointImport.automaticFor("cuda:0").kind().isEmpty());
    }

    private Path importedFor(String device, Path checkpoint) throws Exception {
        return ModelStore.under(data, CheckpointImport.automaticFor(device))
                .imported(checkpoint, _ -> {});
    }
}
