package llamaline.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists served models, a line each: what they are and can do, and why some cannot infill. */
final class ModelTable {
    private static final List<String> HEAD =
            List.of("NAME", "SIZE", "VARIANT", "PRECISION", "CONTEXT", "SLOTS", "CAN");
    private static final String GAP = "  ";
    private static final String UNKNOWN = "-";

    private ModelTable() {}

    /**
     * Lays out a list of models as lines.
     *
     * @param models as a gateway lists them
     */
    static String of(JsonNode models) {
        var rows = new ArrayList<List<String>>(List.of(HEAD));
        var notes = new StringBuilder();
        for (JsonNode model : models) {
            rows.add(row(model));
            String refusal = model.path("infill_refusal").asText("");
            if (!refusal.isEmpty()) {
                notes.append("%s cannot infill: %s\n".formatted(text(model, "id"), refusal));
            }
        }
        String table = rows.stream().map(row -> line(row, rows)).collect(Collectors.joining());
        return notes.isEmpty() ? table : table + "\n" + notes;
    }

    private static List<String> row(JsonNode model) {
        return List.of(
                text(model, "id"),
                text(model, "size"),
                text(model, "variant"),
                text(model, "precision"),
                text(model, "max_model_len"),
                text(model, "slots"),
                abilities(model));
    }

    private static String abilities(JsonNode model) {
        JsonNode can = model.path("capabilities");
        var abilities = new ArrayList<String>();
        if (can.path("completion").asBoolean()) {
            abilities.add("complete");
        }
        if (can.path("infill").asBoolean()) {
            abilities.add("infill");
        }
        if (can.path("chat").asBoolean()) {
            abilities.add("chat");
        }
        return abilities.isEmpty() ? UNKNOWN : String.join(", ", abilities);
    }

    private static String text(JsonNode model, String field) {
        String text = model.path(field).asText("");
        return text.isEmpty() ? UNKNOWN : text;
    }

    private static String line(List<String> row, List<List<String>> rows) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
            line.append(row.get(column)).append(" ".repeat(width - row.get(column).length()));
            line.append(GAP);
        }
        return line.toString().stripTrailing() + "\n";
    }
}
