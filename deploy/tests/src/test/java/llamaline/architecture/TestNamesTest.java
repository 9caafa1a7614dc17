package llamaline.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of a library's class are found by the class's name, in its package. */
class TestNamesTest {
    private static final Path LIBRARIES = Path.of("../../libs").toAbsolutePath().normalize();

    /** Tests of several classes together, named for what they show. */
    private static final Set<String> NAMED_FOR_WHAT_THEY_SHOW =
            Set.of(
                    "BitsandbytesImportTest",
                    "BitsandbytesRefusalsTest",
                    "CheckpointRefusalTest",
                    "ContractCompatibilityTest",
                    "ModelCardTest",
                    "ModelFileTest",
                    "Nf4GoldensTest",
                    "SharedConfigTest");

    @Test
    void beginWithTheNameOfAClassInTheSamePackage() throws IOException {
        List<String> lost =
                testFiles().stream()
                        .filter(test -> !isFindable(test))
                        .map(TestNamesTest::name)
                        .toList();

        assertEquals(
                List.of(),
                lost,
                "name each for the class that it tests, or list it as an exception");
    }

    @Test
    void exceptionsAreTests() throws IOException {
        List<String> names = testFiles().stream().map(TestNamesTest::name).toList();

        assertTrue(names.containsAll(NAMED_FOR_WHAT_THEY_SHOW), names::toString);
    }

    private static boolean isFindable(Path test) {
        Path tests =
                LIBRARIES
                        .resolve(LIBRARIES.relativize(test).subpath(0, 1))
                        .resolve("src/test/java");
        Path mains = tests.resolveSibling("../main/java").normalize();
        Path folder = mains.resolve(tests.relativize(test)).resolveSibling("");
        if (NAMED_FOR_WHAT_THEY_SHOW.contains(name(test))) {
            return true;
        }
        return Files.isDirectory(folder) && classes(folder).anyMatch(name(test)::startsWith);
    }

    private static Stream<String> classes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(TestNamesTest::name)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> testFiles() throws IOException {
        try (Stream<Path> files = Files.walk(LIBRARIES)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> name(file).endsWith("Test") || name(file).endsWith("IT"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }
}
