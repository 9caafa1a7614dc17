package llamaline.gateway.fields;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;

/**
 * Reads a body as a JSON value, strictly: whole, UTF-8, no name twice, not too deep. Thread-safe.
 */
public final class JsonBody {
    private static final int MAX_DEPTH = 64;

    private final ObjectMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * Reads the whole body.
     *
     * @throws RefusedException naming what is wrong with it, and where
     */
    public RequestValue parse(byte[] body) {
        String text = decode(body);
        try {
            JsonNode tree = mapper.readTree(text);
            if (tree.isMissingNode()) {
                throw refused("The body is empty; a JSON object is expected.");
            }
            return new JsonValue(tree);
        } catch (JsonParseException e) {
            throw refused("The body is not valid JSON" + place(e) + ".");
        } catch (JsonProcessingException e) {
            throw refused(
                    "The body is not acceptable JSON%s: one value, of at most %d levels, no name twice in an object, numbers of at most 1000 digits."
                            .formatted(place(e), MAX_DEPTH));
        }
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw refused("The body is not valid UTF-8.");
        }
    }

    /** Never the parser's own message, which quotes the body. */
    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static RefusedException refused(String message) {
        return new RefusedException(new Refusal(RefusalCode.INVALID_REQUEST, message, null));
    }
}
