package llamaline.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} says what the code does: each setting, its name and its default. */
class SettingsDocumentTest {
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| `(llamaline\\.[^`]+)` \\| (?:`([^`]*)` )?\\| (.+) \\|$",
                    Pattern.MULTILINE);
    private static final Pattern MENTION =
            Pattern.compile(
                    "(?:-D|`)(llamaline\\.(?:gateway|tokenizer|worker|topics|liveness)\\.[a-z.-]+[a-z])");

    @Test
    void listsEachSettingWithItsDefault() {
        var rows = new TreeMap<String, String>();
        ROW.matcher(Documents.text("docs/settings.md"))
                .results()
                .forEach(row -> {
                    String value = row.group(2) == null ? "" : row.group(2);
                    assertEquals(null, rows.put(row.group(1), value), row.group(1));
                });
        Map<String, String> settings = CodeSettings.read();
        assertTrue(settings.size() > 30, settings.toString());
        assertEquals(lines(settings), lines(rows));
    }

    @Test
    void noDocumentNamesASettingThatIsNotThere() {
        Map<String, String> settings = CodeSettings.read();
        var unknown = new ArrayList<String>();
        for (String document : Documents.all()) {
            if (!document.equals("CHANGELOG.md")) {
                MENTION.matcher(Documents.text(document))
                        .results()
                        .map(mention -> mention.group(1))
                        .filter(name -> !settings.containsKey(name))
                        .forEach(name -> unknown.add(document + ": " + name));
            }
        }
        assertEquals(List.of(), unknown);
    }

    private static String lines(Map<String, String> settings) {
        var lines = new StringBuilder();
        settings.forEach((name, value) -> lines.append(name + " = " + value + "\n"));
        return lines.toString();
    }
}
