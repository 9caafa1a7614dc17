package llamaline.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents stay short enough to be read, and lead nowhere that is not there. */
class DocumentsTest {
    private static final int COLUMNS = 100;
    private static final int README_LINES = 130;
    private static final int README_WORDS = 1200;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern REFERENCE =
            Pattern.compile("^\\[[^\\]]+\\]: (\\S+)$", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    @Test
    void findsTheDocuments() {
        assertTrue(
                Documents.all()
                        .containsAll(
                                List.of(
                                        "ARCHITECTURE.md",
                                        "README.md",
                                        "docs/settings.md",
                                        "docs/operating/kafka.md")),
                Documents.all().toString());
    }

    @Test
    void noLineIsWiderThanAScreen() {
        var wide = new ArrayList<String>();
        for (String document : Documents.all()) {
            Documents.text(document)
                    .lines()
                    .filter(line -> line.codePointCount(0, line.length()) > COLUMNS)
                    .forEach(line -> wide.add(document + ": " + line));
        }
        assertEquals(List.of(), wide);
    }

    @Test
    void theReadmeIsReadInMinutes() {
        String readme = Documents.text("README.md");
        long lines = readme.lines().count();
        int words = readme.strip().split("\\s+").length;
        assertTrue(lines < README_LINES, lines + " lines");
        assertTrue(words < README_WORDS, words + " words");
    }

    @Test
    void everyLinkLeadsToAFileOrAHeading() {
        var broken = new ArrayList<String>();
        for (String document : Documents.all()) {
            links(Documents.text(document))
                    .filter(link -> !link.matches("[a-z]+:.*"))
                    .filter(link -> !leadsSomewhere(document, link))
                    .forEach(link -> broken.add(document + ": " + link));
        }
        assertEquals(List.of(), broken);
    }

    private static Stream<String> links(String text) {
        return Stream.of(LINK, REFERENCE)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map(link -> link.group(1));
    }

    private static boolean leadsSomewhere(String document, String link) {
        String[] parts = link.split("#", 2);
        Path from = Path.of(document);
        Path to = parts[0].isEmpty() ? from : from.resolveSibling(Path.of(parts[0])).normalize();
        if (!Files.exists(Documents.path(to.toString()))) {
            return false;
        }
        return parts.length == 1 || anchors(Documents.text(to.toString())).contains(parts[1]);
    }

    /** As GitHub makes them: lower case, hyphens for spaces, no other punctuation. */
    private static List<String> anchors(String text) {
        String withoutBlocks =
                Pattern.compile("```.*?```", Pattern.DOTALL).matcher(text).replaceAll("");
        return HEADING.matcher(withoutBlocks)
                .results()
                .map(MatchResult::group)
                .map(heading -> heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
