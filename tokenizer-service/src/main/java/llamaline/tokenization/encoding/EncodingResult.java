package llamaline.tokenization.encoding;

import java.util.List;
import llamaline.v1.Failure;
import llamaline.v1.TokenIds;

/** The end of an encoding: ids, or the reason why there are none. */
public sealed interface EncodingResult {
    /**
     * The ids of a prompt, each in the vocabulary, with room in the context for one more at least.
     *
     * @param prompt at least one id
     * @param stopIds each ends the completion; none stands twice
     */
    record Ids(TokenIds prompt, List<Integer> stopIds) implements EncodingResult {
        public Ids {
            stopIds = List.copyOf(stopIds);
        }
    }

    /** No attempt at this request can succeed. */
    record Refused(Failure failure) implements EncodingResult {}
}
