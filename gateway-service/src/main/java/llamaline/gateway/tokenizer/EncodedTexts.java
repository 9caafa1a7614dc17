package llamaline.gateway.tokenizer;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The answer to an encode call.
 *
 * @param isBatch whether a list of texts was given, also where it has one
 * @param parts those that the caller wants
 */
public record EncodedTexts(boolean isBatch, List<EncodedInput> encodings, Set<EncodingPart> parts) {
    public EncodedTexts {
        encodings = List.copyOf(encodings);
        parts = EnumSet.copyOf(parts);
    }
}
