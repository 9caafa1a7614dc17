package llamaline.frontscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import llamaline.frontscript.FakeProject.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkSearchTest {
    private final FakeProject project;

    JdkSearchTest(@TempDir Path parent) throws IOException {
        this.project = new FakeProject(parent);
    }

    @Test
    void prefersTheOneThatWasNamed() throws Exception {
        project.writeJdk("usr/lib/jvm/temurin-25", "25.0.1");
        assertFinds("tools/jdk", Map.of());
        project.writeJdk("named", "25");
        assertFinds("named", Map.of("JAVA_HOME", "", "JDK_HOME", project.path("named").toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/temurin-25-jdk-amd64",
                "usr/java/jdk-25.0.2",
                "opt/jdks/whatever",
                ".sdkman/candidates/java/25.0.3-tem",
                ".jdks/temurin-25.0.3",
                ".gradle/jdks/eclipse_adoptium-25-amd64-linux",
                ".asdf/installs/java/temurin-25.0.3",
                ".local/share/mise/installs/java/25.0.3",
                ".jenv/versions/25",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"
            })
    void looksWhereJdksUsuallyLie(String home) throws Exception {
        project.writeJdk(home, "25.0.3");
        assertFinds(home, Map.of("JAVA_HOME", ""));
    }

    @Test
    void followsTheLinkOnThePath() throws Exception {
        project.writeJdk("somewhere/jdk", "26-ea");
        Files.createSymbolicLink(
                project.path("tools/bin/javac"), project.path("somewhere/jdk/bin/javac"));
        assertFinds("somewhere/jdk", Map.of("JAVA_HOME", ""));
    }

    @Test
    void passesOverOlderOnesAndBareRuntimes() throws Exception {
        project.writeJdk("old", "17.0.9");
        project.writeJdk("usr/lib/jvm/jre-25", "25.0.3");
        Files.delete(project.path("usr/lib/jvm/jre-25/bin/javac"));
        project.writeJdk("usr/lib/jvm/named-25-but-older", "21.0.1");
        Outcome none =
                project.start(Map.of("JAVA_HOME", project.path("old").toString()), "jdk").await();
        assertEquals(1, none.exitCode(), none.text());
        assertTrue(none.text().contains("no JDK 25 found"), none.text());
        assertTrue(none.text().contains("adoptium.net"), none.text());
    }

    private void assertFinds(String home, Map<String, String> environment) throws Exception {
        Outcome found = project.start(environment, "jdk").await();
        assertEquals(project.path(home) + "\n", found.text());
        assertEquals(0, found.exitCode());
    }
}
