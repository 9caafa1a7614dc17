package llamaline.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;

/** The uses that a service's process makes of its start-up cache (JEP 483, 514). */
public enum StartUpCaches {
    /** Starts from it where there is one of this build. */
    USE,
    /** Writes it when it stops. */
    RECORD;

    /** The time in which a process ends, from the signal on. */
    public Duration stopLimit() {
        return switch (this) {
            case USE -> Duration.ofSeconds(25);
            case RECORD -> Duration.ofMinutes(3);
        };
    }

    /**
     * A JVM's options.
     *
     * @param application folder of everything that the process runs; the JVM does not compare a
     *     cache with its jars (25.0.3), and would run the code of an earlier build
     */
    List<String> options(Path cache, Path application) throws LaunchException {
        return switch (this) {
            case USE -> isOf(application, cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
            case RECORD -> List.of("-XX:AOTCacheOutput=" + cache);
        };
    }

    /** Says whether the cache was written after all that it is to stand for. */
    private static boolean isOf(Path application, Path cache) throws LaunchException {
        if (!Files.isRegularFile(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(application)) {
            FileTime recorded = Files.getLastModifiedTime(cache);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(recorded) >= 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot read " + application + ": " + FileFailure.reason(e), e);
        }
    }
}
