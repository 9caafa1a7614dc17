package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMainTest {
    @TempDir Path folder;

    @Test
    void runsTheMainClassThatTheJarNamesAndEndsWithItsParent() throws Exception {
        Process service = start();
        try (var output = service.inputReader()) {
            assertEquals("started with 0 arguments", output.readLine());
            service.getOutputStream().close();
            assertTrue(service.waitFor(20, TimeUnit.SECONDS));
            assertEquals(ServiceMain.PARENT_GONE, service.exitValue());
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void leavesTheServiceAloneWhileItsParentLives() throws Exception {
        Process service = start();
        try (var output = service.inputReader()) {
            output.readLine();
            assertTrue(service.isAlive());
            service.toHandle().destroy();
            assertTrue(service.waitFor(20, TimeUnit.SECONDS));
            assertEquals(143, service.exitValue());
        } finally {
            service.destroyForcibly();
        }
    }

    /** Stands in for a service: says that it runs and never ends. */
    public static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("started with " + arguments.length + " arguments");
            Thread.currentThread().join();
        }
    }

    private Process start() throws IOException {
        Path jar = folder.resolve("service.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Endless.class.getName());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classesOf(ServiceMain.class) + ":" + classesOf(Endless.class),
                        ServiceMain.class.getName(),
                        jar.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path classesOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
