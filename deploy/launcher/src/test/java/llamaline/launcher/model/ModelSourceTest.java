package llamaline.launcher.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llamaline.launcher.machine.LaunchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @TempDir Path folder;

    @Test
    void isNamedAfterItsFolderUnlessNamedOtherwise() throws Exception {
        Path model = Files.createDirectory(folder.resolve("CodeLlama-7b"));
        assertEquals(new ModelSource("CodeLlama-7b", model), ModelSource.parse(model.toString()));
        assertEquals(new ModelSource("CodeLlama-7b", model), ModelSource.parse(model + "/"));
        assertEquals(new ModelSource("small", model), ModelSource.parse("small=" + model));
    }

    @Test
    void takesAFolderWithAnEqualsSignAsAFolder() throws Exception {
        Path model = Files.createDirectory(folder.resolve("a=b"));
        assertEquals("a=b", ModelSource.parse(model.toString()).name());
        assertEquals(new ModelSource("x", model), ModelSource.parse("x=" + model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nowhere", "name=nowhere", "name=", "=", "=."})
    void refusesWhatIsNoFolderOrHasNoName(String argument) {
        assertThrows(LaunchException.class, () -> ModelSource.parse(argument));
    }

    @Test
    void refusesANameThatIsTooLong() {
        String argument = "n".repeat(ModelSource.LONGEST_NAME + 1) + "=" + folder;
        var refused = assertThrows(LaunchException.class, () -> ModelSource.parse(argument));
        assertTrue(String.valueOf(refused.getMessage()).contains("64"));
    }

    @Test
    void refusesEqualNamesAndSaysWhatHelps() {
        var one = new ModelSource("same", Path.of("/a/same"));
        var other = new ModelSource("same", Path.of("/b/same"));
        var refused =
                assertThrows(
                        LaunchException.class,
                        () -> ModelSource.requireDistinctNames(List.of(one, other)));
        assertTrue(String.valueOf(refused.getMessage()).contains("--model NAME=/b/same"));
        assertDoesNotThrow(() ->
                ModelSource.requireDistinctNames(
                        List.of(one, new ModelSource("other", Path.of("/b/same")))));
    }
}
