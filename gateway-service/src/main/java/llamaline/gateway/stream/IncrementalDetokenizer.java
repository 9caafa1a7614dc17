package llamaline.gateway.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import llamaline.tokenizer.decoding.StopStringMatcher;

/**
 * A choice's text as its ids come: whole characters only, and nothing of a stop string or a stop
 * id, unless these are to stay. Not thread-safe.
 */
final class IncrementalDetokenizer {
    private final ContinuationDecoder decoder;
    private final StopStringMatcher matcher;
    private final Set<Integer> silentIds;
    private final int firstStoppable;
    private int count;

    /**
     * @param stopIds each ends the choice
     * @param firstStoppable stop strings are looked for from this generated token on, from 0
     */
    IncrementalDetokenizer(
            CodeLlamaTokenizer tokenizer,
            List<Integer> promptIds,
            List<Integer> stopIds,
            DetokenizerOptions rules,
            int firstStoppable) {
        int[] prompt = promptIds.stream().mapToInt(Integer::intValue).toArray();
        this.decoder = tokenizer.continuation(prompt, rules.skipsSpecialTokens());
        this.matcher = new StopStringMatcher(rules.stops(), rules.keepsStop());
        this.silentIds = rules.keepsStop() ? Set.of() : Set.copyOf(stopIds);
        this.firstStoppable = firstStoppable;
    }

    /** What is safe to show after {@code id}. */
    String accept(int id) {
        String delta = silentIds.contains(id) ? "" : decoder.accept(id);
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
