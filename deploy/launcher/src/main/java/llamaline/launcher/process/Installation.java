package llamaline.launcher.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llamaline.launcher.machine.LaunchException;

/**
 * The place of the built project: its repository, or an unpacked release.
 *
 * @param root folder of the repository, or of the release
 */
public record Installation(Path root) {
    /** The folder that {@code mvn -Pcuda} unpacks ONNX Runtime's CUDA libraries into. */
    private static final String CUDA_LIBRARIES = "target/onnxruntime-cuda";

    /**
     * The one that this class belongs to: {@code -Dllamaline.home}, else the first folder above
     * this class that holds the front script.
     *
     * @throws LaunchException if there is none, or something in it is not built
     */
    public static Installation here() throws LaunchException {
        var installation =
                new Installation(root(Path.of(System.getProperty("llamaline.home", ""))));
        installation.requireBuilt();
        return installation;
    }

    /** The folder of the demo model's checkpoint. */
    public Path demoCheckpoint() {
        return root.resolve(isRelease() ? "models/demo" : "deploy/models/demo");
    }

    /** The folder that the demo model is imported into: it belongs to the build. */
    public Path builtModels() {
        return target().resolve("models");
    }

    Path application(ServiceKind kind) {
        return applicationFolder(kind).resolve("quarkus-run.jar");
    }

    /** The folder of all jars of a service. */
    Path applicationFolder(ServiceKind kind) {
        return isRelease()
                ? root.resolve("services").resolve(kind.module())
                : root.resolve(kind.module()).resolve("target/quarkus-app");
    }

    /** A start-up cache; may be missing. */
    Path startUpCache(ServiceKind kind) {
        return target().resolve("start-up").resolve(kind.label() + ".aot");
    }

    /** The folder of the native libraries that a worker needs beside its jars. */
    public Path nativeLibraries() throws LaunchException {
        Path unpacked = root.resolve("native");
        if (isRelease()) {
            return unpacked;
        }
        Path cuda = root.resolve(ServiceKind.WORKER.module()).resolve(CUDA_LIBRARIES);
        if (Files.isDirectory(cuda)) {
            return cuda;
        }
        Path jars = applicationFolder(ServiceKind.WORKER).resolve("lib/main");
        return new NativeLibraries(jars, target().resolve("native")).folder();
    }

    /**
     * A program of this project's own that runs with the worker's classes and libraries.
     *
     * @param arguments the program's
     */
    public ProcessBuilder withWorkerClasses(Class<?> program, List<String> arguments)
            throws LaunchException {
        var command = new ArrayList<>(List.of(java(), "-Xmx" + ServiceKind.WORKER.heap()));
        command.addAll(ServiceDefinition.jvmOptions());
        command.add("-D" + NativeLibraries.PROPERTY + "=" + nativeLibraries());
        command.add("-cp");
        command.add(
                "%s:%s:%s"
                        .formatted(
                                codeSource(program),
                                codeSource(Installation.class),
                                application(ServiceKind.WORKER)));
        command.add(program.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The place of {@link ServiceMain}: this module's jar, which names no other, or its classes.
     */
    static Path serviceMain() throws LaunchException {
        return codeSource(ServiceMain.class);
    }

    /** The folder of what is made of a build when it runs; a release may be read-only. */
    private Path target() {
        return isRelease() ? cache() : root.resolve("deploy/launcher/target");
    }

    /** A folder of this release alone: {@code $XDG_CACHE_HOME}, else {@code ~/.cache}. */
    private Path cache() {
        Path shared = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", ""));
        Path user =
                shared.isAbsolute() ? shared : Path.of(System.getProperty("user.home"), ".cache");
        String release = "%s-%08x".formatted(root.getFileName(), root.toAbsolutePath().hashCode());
        return user.resolve("llamaline").resolve(release);
    }

    private boolean isRelease() {
        return Files.isDirectory(root.resolve("services"));
    }

    private void requireBuilt() throws LaunchException {
        for (ServiceKind kind : ServiceKind.values()) {
            if (!Files.isRegularFile(application(kind))) {
                throw new LaunchException(
                        (isRelease()
                                        ? "missing: %s; unpack the release again (in %s)"
                                        : "not built: %s; build it: mvn -DskipTests package (in %s)")
                                .formatted(application(kind), root));
            }
        }
    }

    private static Path root(Path configured) throws LaunchException {
        if (!configured.toString().isEmpty()) {
            return configured.toAbsolutePath().normalize();
        }
        for (Path folder = codeSource(Installation.class);
                folder != null;
                folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("llamaline"))) {
                return folder;
            }
        }
        throw new LaunchException("no Llamaline project around " + codeSource(Installation.class));
    }

    private static Path codeSource(Class<?> program) throws LaunchException {
        try {
            return Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new LaunchException("this program's own jar has no path", e);
        }
    }
}
