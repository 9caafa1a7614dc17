package llamaline.gateway.stream;

import java.util.List;
import java.util.Optional;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ContinuationDecoder;
import llamaline.tokenizer.StopStringMatcher;

/**
 * A choice's text as its ids come: whole characters only, and nothing of a stop string. Not
 * thread-safe.
 */
final class TokenText {
    private final ContinuationDecoder decoder;
    private final StopStringMatcher matcher;
    private final int firstStoppable;
    private int count;

    /**
     * @param firstStoppable stop strings are looked for from this generated token on, from 0
     */
    TokenText(
            CodeLlamaTokenizer tokenizer,
            List<Integer> promptIds,
            List<String> stops,
            int firstStoppable) {
        this.decoder =
                tokenizer.continuation(promptIds.stream().mapToInt(Integer::intValue).toArray());
        this.matcher = new StopStringMatcher(stops);
        this.firstStoppable = firstStoppable;
    }

    /** What is safe to show after {@code id}. */
    String accept(int id) {
        String delta = decoder.accept(id);
        return count++ < firstStoppable ? delta : matcher.accept(delta);
    }

    boolean isStopped() {
        return matcher.isMatched();
    }

    Optional<String> stopString() {
        return matcher.matched();
    }

    /** What was held back, when no id follows. May itself complete a stop string. */
    String finish() {
        String last = matcher.accept(decoder.finish());
        return matcher.isMatched() ? last : last + matcher.finish();
    }
}
