package llamaline.gateway.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import llamaline.tokenizer.decoding.StopStringMatcher;

/**
 * Turns the token ids of a choice into text as they come: whole characters only, and nothing of a
 * stop string or a stop id, unless these are to stay. Each id takes constant time. Not thread-safe.
 *
 * <p>The name is vLLM's (v1/engine/detokenizer.py), which decodes a window of ids again instead.
 */
final class IncrementalDetokenizer {
    private final ContinuationDecoder decoder;
    private final StopStringMatcher matcher;
    private final Set<Integer> silentIds;
    private final int firstStoppable;
    private int count;

    /**
     * @param stopIds the ids each of which ends the choice
     * @param firstStoppable stop strings are looked for from this generated token on, from 0
     */
    IncrementalDetokenizer(
            CodeLlamaTokenizer tokenizer,
            List<Integer> promptIds,
            List<Integer> stopIds,
            DetokenizerOptions options,
            int firstStoppable) {
        int[] prompt = promptIds.stream().mapToInt(Integer::intValue).toArray();
        this.decoder = tokenizer.continuation(prompt, options.skipsSpecialTokens());
        this.matcher = new StopStringMatcher(options.stopStrings(), options.keepsStop());
        this.silentIds = options.keepsStop() ? Set.of() : Set.copyOf(stopIds);
        this.firstStoppable = firstStoppable;
    }

    /** Takes the next id, and gives the text that is safe to show after it. */
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

    /** Gives the text that was held back, when no id follows; it may complete a stop string. */
    String finish() {
        String last = matcher.accept(decoder.finish());
        return matcher.isMatched() ? last : last + matcher.finish();
    }
}
