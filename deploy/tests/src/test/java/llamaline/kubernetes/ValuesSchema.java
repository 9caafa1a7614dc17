package llamaline.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;

/** The chart's values.schema.json. */
final class ValuesSchema {
    private static final Path FILE = Chart.FOLDER.resolve("values.schema.json");

    private ValuesSchema() {}

    static JsonNode json() {
        return Chart.yaml(FILE);
    }

    static List<String> complaints(Path values) {
        return complaints(Chart.yaml(values));
    }

    /** What it says against values, nothing where they are allowed. */
    static List<String> complaints(JsonNode values) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(json().toString());
        return schema.validate(values.toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
