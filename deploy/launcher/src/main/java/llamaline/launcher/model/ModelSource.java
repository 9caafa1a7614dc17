package llamaline.launcher.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import llamaline.launcher.machine.LaunchException;

/**
 * A model to serve: an imported one, or a checkpoint that is imported on first use.
 *
 * @param name by which callers ask for it, not blank
 * @param directory absolute, exists
 */
public record ModelSource(String name, Path directory) {
    /** Longest name: with each byte escaped it still fits a topic's 249 characters. */
    static final int LONGEST_NAME = 64;

    /**
     * Reads {@code [NAME=]DIR}; the name is by default the folder's last part. A folder that exists
     * as written is taken as one, also with an equals sign in its name.
     *
     * @throws LaunchException if there is no such folder or the name cannot be one
     */
    public static ModelSource parse(String argument) throws LaunchException {
        int equals = argument.indexOf('=');
        if (equals < 0 || Files.isDirectory(Path.of(argument))) {
            Path directory = existing(argument);
            Path last = directory.getFileName();
            return named(last == null ? "" : last.toString(), directory);
        }
        return named(argument.substring(0, equals), existing(argument.substring(equals + 1)));
    }

    /**
     * Callers ask by name, so names differ.
     *
     * @throws LaunchException if two have the same name
     */
    public static void requireDistinctNames(List<ModelSource> models) throws LaunchException {
        var names = new HashSet<String>();
        for (ModelSource model : models) {
            if (!names.add(model.name())) {
                throw new LaunchException(
                        "two models are named '%s'; give one another name: --model NAME=%s"
                                .formatted(model.name(), model.directory()));
            }
        }
    }

    private static ModelSource named(String name, Path directory) throws LaunchException {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new LaunchException(
                    "a model's name has 1 to %d characters, got '%s'; name it: --model NAME=%s"
                            .formatted(LONGEST_NAME, name, directory));
        }
        return new ModelSource(name, directory);
    }

    /**
     * The folder of a checkpoint or an imported model, absolute.
     *
     * @throws LaunchException if there is none
     */
    public static Path existing(String directory) throws LaunchException {
        Path path = Path.of(directory).toAbsolutePath().normalize();
        if (directory.isEmpty() || !Files.isDirectory(path)) {
            throw new LaunchException(
                    "no such folder: '%s'; it has to be a checkpoint's or an imported model's"
                            .formatted(directory));
        }
        return path;
    }
}
