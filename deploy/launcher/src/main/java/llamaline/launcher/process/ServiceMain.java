package llamaline.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.jar.JarFile;

/**
 * Runs a packaged service as a child process that ends at once when its parent is gone, however the
 * parent died: the parent holds the other end of this process's standard input and never writes.
 *
 * <p>Its jar stands in front of the service's on the class path, so it uses the JDK alone.
 */
public final class ServiceMain {
    /** Exit code of a service whose parent is gone. */
    static final int PARENT_GONE = 70;

    private ServiceMain() {}

    /**
     * Runs the service.
     *
     * @param arguments the service's {@code quarkus-run.jar}, whose manifest names the main class
     */
    public static void main(String[] arguments) throws Exception {
        watchParent(System.in);
        Class.forName(mainClassOf(arguments[0]))
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }

    private static String mainClassOf(String jar) throws IOException {
        try (var file = new JarFile(jar)) {
            return file.getManifest().getMainAttributes().getValue("Main-Class");
        }
    }

    private static void watchParent(InputStream parent) {
        Thread.ofPlatform()
                .daemon()
                .name("parent-watch")
                .start(() -> {
                    readToEnd(parent);
                    Runtime.getRuntime().halt(PARENT_GONE);
                });
    }

    private static void readToEnd(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A pipe that cannot be read has no parent at its other end.
        }
    }
}
