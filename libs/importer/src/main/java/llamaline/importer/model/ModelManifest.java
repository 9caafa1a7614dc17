package llamaline.importer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file that makes a folder an imported model: it is written last, and names the sizes of the
 * others.
 *
 * @param format {@link #FORMAT}
 * @param files name and size in bytes of each other file
 * @param compute type of the graph's computations; imports that do not say it compute in float32
 */
record ModelManifest(
        int format, SortedMap<String, Long> files, DecoderShape shape, ComputeType compute) {
    /** The version of the format, raised when the engine needs what older imports lack. */
    static final int FORMAT = 1;

    private static final String COMPUTE = "compute";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    ModelManifest {
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "format is %d, this version reads %d: import the checkpoint again"
                            .formatted(format, FORMAT));
        }
        files = new TreeMap<>(files);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws JsonProcessingException where it is something else
     */
    static ModelManifest parse(String json) throws JsonProcessingException {
        ObjectNode fields = JSON.readValue(json, ObjectNode.class);
        if (!fields.has(COMPUTE)) {
            fields.put(COMPUTE, ComputeType.FLOAT32.name());
        }
        return JSON.treeToValue(fields, ModelManifest.class);
    }

    String json() throws JsonProcessingException {
        return PRETTY.writeValueAsString(this) + "\n";
    }
}
