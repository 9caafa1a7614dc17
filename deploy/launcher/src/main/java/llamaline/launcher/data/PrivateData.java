package llamaline.launcher.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data folder for one call. A shell waits at the end of a pipe for this process to go, however it
 * goes, and then removes the folder; where that shell was killed too, a later call does.
 */
public final class PrivateData implements AutoCloseable {
    private static final String PREFIX = "llamaline-private-";

    /** The services notice the same end and may write a last line meanwhile: hence twice. */
    private static final String REMOVE_LATER =
            "trap '' INT HUP TERM; cat >/dev/null; rm -rf -- \"$1\" || { sleep 1; rm -rf -- \"$1\"; }";

    private final Path root;
    private final Process remover;

    private PrivateData(Path root, Process remover) {
        this.root = root;
        this.remover = remover;
    }

    /** A new one, mode 700, in the system's folder for temporary files. */
    public static PrivateData create() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        removeAbandoned(temporary);
        Path root = Files.createTempDirectory(temporary, PREFIX);
        return new PrivateData(root, removerOf(root));
    }

    public Path root() {
        return root;
    }

    /** Lets the folder be removed now; nobody may use it any more. */
    @Override
    public void close() throws IOException {
        remover.getOutputStream().close();
    }

    static void removeAbandoned(Path temporary) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : left) {
                // Without a lock file it may belong to a call that starts at this moment.
                if (Files.isWritable(folder.resolve("lock")) && !DataDirectory.isInUse(folder)) {
                    removerOf(folder).getOutputStream().close();
                }
            }
        }
    }

    private static Process removerOf(Path folder) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", REMOVE_LATER, "llamaline", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
