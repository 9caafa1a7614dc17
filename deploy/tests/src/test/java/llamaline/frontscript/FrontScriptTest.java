package llamaline.frontscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontScriptTest {
    private final FakeProject project;

    FrontScriptTest(@TempDir Path parent) throws IOException {
        this.project = new FakeProject(parent);
    }

    @Test
    void buildsOnceAndPassesTheArgumentsOn() throws Exception {
        FakeProject.Outcome first = project.run("complete", "two  words", "--seed", "1");
        assertEquals(0, first.exitCode(), first.text());
        assertEquals(0, project.run("models").exitCode());
        assertEquals(1, project.calls("mvn").size());
        List<String> java = project.calls("java");
        assertTrue(java.get(0).endsWith("llamaline.cli.Llamaline record"), java.get(0));
        assertTrue(java.get(1).endsWith("complete two  words --seed 1"), java.get(1));
        assertTrue(java.get(2).endsWith("models"), java.get(2));
        assertEquals(3, java.size());
    }

    @Test
    void buildsAgainWhereASourceChangedWasAddedOrRemoved() throws Exception {
        project.run("models");
        touch("libs/contract/src/main/java/Contract.java");
        assertBuildsOnNextCall(2);
        project.write("libs/contract/src/main/java/New.java", "class New {}");
        touch("libs/contract/src/main/java/New.java");
        assertBuildsOnNextCall(3);
        Files.delete(project.path("libs/contract/src/main/java/New.java"));
        touch("libs/contract/src/main/java");
        assertBuildsOnNextCall(4);
        Files.delete(project.path("gateway-service/target/quarkus-app/quarkus-run.jar"));
        assertBuildsOnNextCall(5);
    }

    @Test
    void forgetsWhatWasRecordedOfAnEarlierBuild() throws Exception {
        project.run("models");
        String cache = "deploy/launcher/target/start-up/launcher.aot";
        project.write(cache, "");
        project.run("models");
        assertTrue(project.calls("java").getLast().contains("-XX:AOTCache="));
        touch("libs/contract/src/main/java/Contract.java");
        project.run("models");
        assertFalse(Files.exists(project.path(cache)));
        assertFalse(project.calls("java").getLast().contains("-XX:AOTCache="));
    }

    @Test
    void usesNoCacheThatIsOlderThanItsJar() throws Exception {
        project.run("models");
        String cache = "deploy/launcher/target/start-up/launcher.aot";
        project.write(cache, "");
        Files.setLastModifiedTime(project.path(cache), FileTime.fromMillis(0));
        project.start(Map.of("LLAMALINE_BUILD", "off"), "models").await();
        assertFalse(project.calls("java").getLast().contains("-XX:AOTCache="));
    }

    @Test
    void doesNotBuildForATestOrADocument() throws Exception {
        project.run("models");
        project.write("deploy/models/demo/README.md", "new");
        for (String file :
                List.of(
                        "libs/contract/src/test/java/ContractTest.java",
                        "deploy/models/demo/README.md")) {
            Files.setLastModifiedTime(
                    project.path(file), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        }
        project.run("models");
        assertEquals(1, project.calls("mvn").size());
    }

    @Test
    void showsTheEndOfTheLogWhereTheBuildFails() throws Exception {
        project.write("broken", "");
        FakeProject.Outcome failed = project.run("models");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.text().contains("Service.java: it does not compile"), failed.text());
        assertEquals(List.of(), project.calls("java"));
        Files.delete(project.path("broken"));
        assertEquals(0, project.run("models").exitCode());
    }

    @Test
    void buildsOnceForTwoCallsAtOnce() throws Exception {
        FakeProject.Running one = project.start(Map.of(), "models");
        FakeProject.Running other = project.start(Map.of(), "models");
        assertEquals(0, one.await().exitCode());
        assertEquals(0, other.await().exitCode());
        assertEquals(1, project.calls("mvn").size());
    }

    @Test
    void doesNotBuildWhereThatIsSwitchedOff() throws Exception {
        FakeProject.Outcome refused =
                project.start(Map.of("LLAMALINE_BUILD", "off"), "models").await();
        assertEquals(1, refused.exitCode());
        assertTrue(refused.text().contains("not built"), refused.text());
        assertEquals(List.of(), project.calls("mvn"));
    }

    @Test
    void saysWhereMavenIsMissing() throws Exception {
        Files.delete(project.path("tools/maven/bin/mvn"));
        FakeProject.Outcome refused = project.run("models");
        assertEquals(1, refused.exitCode(), refused.text());
        assertTrue(refused.text().contains("Maven is missing"), refused.text());
    }

    @Test
    void refusesAnUnknownVerbAndListsTheVerbs() throws Exception {
        assertEquals(2, project.run("destroy").exitCode());
        FakeProject.Outcome help = project.run("help");
        assertEquals(0, help.exitCode());
        assertTrue(help.text().contains("complete [PROMPT | -]"), help.text());
        assertEquals(List.of(), project.calls("mvn"));
    }

    @Test
    void helpsWithTheVerbsThatItDoesByItself() throws Exception {
        for (String verb : List.of("test", "format", "bench", "dist", "jdk")) {
            FakeProject.Outcome help = project.run(verb, "--help");
            assertEquals(0, help.exitCode(), help.text());
            assertTrue(help.text().startsWith("Usage: ./llamaline " + verb), help.text());
            assertTrue(help.text().contains("\nExample:\n  "), help.text());
            assertTrue(help.text().contains("\nExit codes:\n  0 "), help.text());
            assertEquals(help, project.run("help", verb));
            help.text().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
        assertEquals(List.of(), project.calls("mvn"));
        project.run("help", "complete");
        assertTrue(project.calls("java").getLast().endsWith("complete --help"));
    }

    @Test
    void callsWrongUsageByItsExitCodeInOneLine() throws Exception {
        for (String call :
                List.of(
                        "bench",
                        "bench x",
                        "format x",
                        "jdk x",
                        "dist x",
                        "test a b c",
                        "destroy")) {
            FakeProject.Outcome refused = project.run(call.split(" ", -1));
            assertEquals(2, refused.exitCode(), refused.text());
            assertEquals(1, refused.text().lines().count(), refused.text());
            assertTrue(refused.text().endsWith(" --help\n"), refused.text());
        }
        assertEquals(List.of(), project.calls("mvn"));
    }

    @Test
    void printsTheProjectsVersion() throws Exception {
        project.write("pom.xml", "<project>\n  <version>1.2.3</version>\n</project>");
        for (String way : List.of("--version", "-V", "version")) {
            assertEquals("llamaline 1.2.3\n", project.run(way).text());
        }
    }

    @Test
    void testsWithAllChecksAndPassesTheExitCodeThrough() throws Exception {
        FakeProject.Outcome passed = project.run("test");
        assertEquals(0, passed.exitCode(), passed.text());
        assertTrue(project.calls("mvn").getFirst().endsWith("-Pcheck verify"));
        project.write("broken", "");
        assertEquals(1, project.run("test").exitCode());
    }

    @Test
    void testsAModuleWithTheLibrariesBelowIt() throws Exception {
        writeModules();
        assertEquals(0, project.run("test", "libs/contract/").exitCode());
        assertEquals(
                "-B -ntp -q -pl libs/contract -am"
                        + " -Dtest=llamaline.contract.RecordTest,llamaline.contract.TopicsIT"
                        + " -Dsurefire.failIfNoSpecifiedTests=false test",
                project.calls("mvn").getFirst());
        project.write("broken", "");
        FakeProject.Outcome failed = project.run("test", "libs/contract");
        assertEquals(1, failed.exitCode(), failed.text());
        assertTrue(failed.text().contains("libs/contract/target/surefire-reports"), failed.text());
    }

    @Test
    void testsOneClassOfAModuleWhateverItsTag() throws Exception {
        writeModules();
        assertEquals(0, project.run("test", "libs/contract", "TopicsIT#one").exitCode());
        String call = project.calls("mvn").getLast();
        assertTrue(call.contains(" -Dtest=llamaline.contract.TopicsIT#one "), call);
        assertTrue(call.contains(" -Dtests.left-out= "), call);
    }

    @Test
    void testsLongOnesTooWhereAsked() throws Exception {
        assertEquals(0, project.run("test", "--long").exitCode());
        String call = project.calls("mvn").getFirst();
        assertTrue(call.endsWith("-Pcheck -Dtests.left-out= verify"), call);
    }

    @Test
    void saysInOneLineWhichModulesAndClassesThereAre() throws Exception {
        writeModules();
        FakeProject.Outcome module = project.run("test", "libs/contrat");
        assertEquals(2, module.exitCode(), module.text());
        assertEquals(
                "llamaline: test: no module 'libs/contrat'; there are: gateway-service libs/contract\n",
                module.text());
        FakeProject.Outcome type = project.run("test", "libs/contract", "Record");
        assertEquals(2, type.exitCode(), type.text());
        assertEquals(
                "llamaline: test: no class 'Record' in libs/contract; there are: RecordTest TopicsIT\n",
                type.text());
        assertEquals(List.of(), project.calls("mvn"));
    }

    private void writeModules() throws IOException {
        project.write(
                "pom.xml",
                """
                <project>
                  <modules>
                    <module>gateway-service</module>
                    <module>libs/contract</module>
                  </modules>
                </project>
                """);
        String tests = "libs/contract/src/test/java/llamaline/contract/";
        Files.delete(project.path("libs/contract/src/test/java/ContractTest.java"));
        for (String name : List.of("RecordTest", "TopicsIT", "FakeTopics")) {
            project.write(tests + name + ".java", "class %s {}".formatted(name));
        }
    }

    private void assertBuildsOnNextCall(int builds) throws Exception {
        for (int call = 0; call < 2; call++) {
            FakeProject.Outcome outcome = project.run("models");
            assertEquals(0, outcome.exitCode(), outcome.text());
            assertEquals(builds, project.calls("mvn").size(), outcome.text());
        }
    }

    /** Newer than the build by more than any clock's grain, without waiting. */
    @Test
    void refusesAnUnknownImageBeforeItBuilds() throws Exception {
        FakeProject.Outcome outcome = project.run("images", "gatway");
        assertEquals(2, outcome.exitCode(), outcome.text());
        assertTrue(outcome.text().contains("unknown: gatway"), outcome.text());
        assertEquals(List.of(), project.calls("mvn"));
    }

    @Test
    void asksForAContainerEngineBeforeItBuilds() throws Exception {
        FakeProject.Outcome outcome = project.run("images");
        assertEquals(1, outcome.exitCode(), outcome.text());
        assertTrue(outcome.text().contains("install podman or docker"), outcome.text());
        assertEquals(List.of(), project.calls("mvn"));
    }

    private void touch(String file) throws IOException {
        Path stamp = project.path(".llamaline/built");
        Instant built = Files.getLastModifiedTime(project.path(file)).toInstant();
        Files.setLastModifiedTime(stamp, FileTime.from(built.minusSeconds(1)));
    }
}
