package llamaline.tokenization.encoding;

import java.util.List;
import llamaline.v1.Failure;
import llamaline.v1.TokenIds;

/** What became of a request. */
public sealed interface Encoding {
    /**
     * Ids, each in the vocabulary, with room in the context for at least one more.
     *
     * @param prompt at least one id
     * @param stopIds each ends the answer; without doubles
     */
    record Ids(TokenIds prompt, List<Integer> stopIds) implements Encoding {
        public Ids {
            stopIds = List.copyOf(stopIds);
        }
    }

    /** No attempt at this request can succeed. */
    record Refused(Failure failure) implements Encoding {}
}
