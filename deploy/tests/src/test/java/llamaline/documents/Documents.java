package llamaline.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's Markdown files, and the shell commands that they have a reader type. */
public final class Documents {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NO_SOURCES = Set.of("target", "models", "src");
    private static final int FLAGS = Pattern.MULTILINE | Pattern.DOTALL;

    private Documents() {}

    /** A file of the project by its path below the project's folder. */
    public static Path path(String name) {
        return ROOT.resolve(name);
    }

    /** The text of a file of the project. */
    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names below the project's folder of all Markdown files, in order. */
    public static List<String> all() {
        var names = new ArrayList<String>();
        collect(ROOT, names);
        return names.stream().sorted().toList();
    }

    private static void collect(Path folder, List<String> names) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    if (!name.startsWith(".") && !NO_SOURCES.contains(name)) {
                        collect(entry, names);
                    }
                } else if (name.endsWith(".md")) {
                    names.add(ROOT.relativize(entry).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The commands of a document's {@code sh} blocks. A command goes over several lines where a
     * quoted text does, or where a line ends in a backslash or a pipe; those are joined by a space.
     */
    public static List<String> commands(String document) {
        return commandsIn(text(document));
    }

    /** The commands of a part of a document, as {@link #commands}. */
    public static List<String> commandsIn(String text) {
        return blocksIn(text, "sh").flatMap(block -> commandsOf(block).stream()).toList();
    }

    /** A document's blocks of code in a language. */
    public static Stream<String> blocks(String document, String language) {
        return blocksIn(text(document), language);
    }

    private static Stream<String> blocksIn(String text, String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", FLAGS)
                .matcher(text)
                .results()
                .map(block -> block.group(1));
    }

    private static List<String> commandsOf(String block) {
        var commands = new ArrayList<String>();
        var open = new StringBuilder();
        for (String line : block.lines().toList()) {
            boolean isQuoted = isQuoted(open);
            String part = isQuoted ? line : line.strip();
            if (!isQuoted(part, isQuoted) && part.endsWith("\\")) {
                open.append(part, 0, part.length() - 1);
                continue;
            }
            open.append(part);
            if (isQuoted(open)) {
                open.append('\n');
            } else if (part.endsWith("|")) {
                open.append(' ');
            } else if (!open.isEmpty()) {
                commands.add(open.toString());
                open.setLength(0);
            }
        }
        return commands;
    }

    private static boolean isQuoted(CharSequence text) {
        return isQuoted(text, false);
    }

    private static boolean isQuoted(CharSequence text, boolean before) {
        return (text.chars().filter(c -> c == '\'').count() % 2 == 1) != before;
    }
}
