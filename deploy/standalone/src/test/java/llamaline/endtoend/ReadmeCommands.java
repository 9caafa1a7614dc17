package llamaline.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of a program that the README has its reader type. */
final class ReadmeCommands {
    /** What they ask. */
    static final String PLACE = "localhost:8080";

    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private ReadmeCommands() {}

    /** Those that ask a gateway; a quoted text may go over several lines. */
    static List<String> of(String program) throws IOException {
        String readme = Files.readString(FrontScript.ROOT.resolve("README.md"));
        var commands = new ArrayList<String>();
        SHELL.matcher(readme)
                .results()
                .forEach(block -> {
                    var open = new StringBuilder();
                    for (String line : block.group(1).lines().toList()) {
                        if (open.isEmpty() && !line.startsWith(program + " ")) {
                            continue;
                        }
                        open.append(line).append('\n');
                        if (open.chars().filter(c -> c == '\'').count() % 2 == 0) {
                            commands.add(open.toString().strip());
                            open.setLength(0);
                        }
                    }
                });
        return commands.stream().filter(command -> command.contains(PLACE)).toList();
    }
}
