package llamaline.tokenization.encoding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import llamaline.tokenization.models.ModelTokenizer;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.ChatFormat;
import llamaline.v1.GenerationRequest;

/**
 * The ids that end a completion: the caller's and, unless they are to be ignored, the model's own;
 * where the prompt asks to fill a middle, in whatever way its ids came about, the end of the
 * middle; in a chat of sources and steps, the end of a step.
 */
final class StopIds {
    private static final String STEP = "<step>";

    private StopIds() {}

    /**
     * @param promptIds as the model reads them
     */
    static List<Integer> of(
            GenerationRequest request, List<Integer> promptIds, ModelTokenizer model) {
        Set<Integer> stops = new LinkedHashSet<>(request.getSampling().getStopIdsList());
        if (request.getSampling().getIgnoreStopIds()) {
            return new ArrayList<>(stops);
        }
        stops.addAll(model.card().getStopIdsList());
        if (asksForAMiddle(promptIds, model.tokenizer())) {
            model.tokenizer().eotId().ifPresent(stops::add);
        }
        if (request.hasChat() && model.card().getChatFormat() == ChatFormat.SOURCE_STEP) {
            model.tokenizer().idOf(STEP).ifPresent(stops::add);
        }
        return new ArrayList<>(stops);
    }

    private static boolean asksForAMiddle(List<Integer> ids, CodeLlamaTokenizer tokenizer) {
        return holds(ids, tokenizer.prefixId())
                && holds(ids, tokenizer.suffixId())
                && holds(ids, tokenizer.middleId());
    }

    private static boolean holds(List<Integer> ids, OptionalInt id) {
        return id.isPresent() && ids.contains(id.getAsInt());
    }
}
