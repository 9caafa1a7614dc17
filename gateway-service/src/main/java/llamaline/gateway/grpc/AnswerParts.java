package llamaline.gateway.grpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.GeneratedToken;
import llamaline.v1.GenerateResponse;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it comes, and its parts as they go. Not thread-safe: its caller's event loop owns
 * it.
 */
final class AnswerParts {
    /** Of one message: with all alternatives still far below what clients take. */
    private static final int MOST_TOKENS = 256;

    /** Objects of a token, and of each of its alternatives, on a 64-bit machine. */
    private static final int TOKEN_BYTES = 160;

    private static final int ALTERNATIVE_BYTES = 40;

    private final int index;
    private final int alternatives;
    private final Deque<GeneratedToken> tokens = new ArrayDeque<>();
    private @Nullable List<Integer> promptIds;
    private CallEvent.@Nullable Ended end;
    private boolean isBegun;
    private boolean isEnded;
    private int promptTokens;
    private int cachedTokens;
    private int completionTokens;
    private long heldBytes;

    /**
     * @param alternatives for each token, where logprobs are shown
     */
    AnswerParts(int index, int alternatives) {
        this.index = index;
        this.alternatives = alternatives;
    }

    void onEncoded(List<Integer> ids) {
        promptIds = ids;
        promptTokens = ids.size();
    }

    void onCached(int count) {
        cachedTokens = count;
    }

    void onDelta(List<GeneratedToken> next) {
        tokens.addAll(next);
        next.forEach(token -> heldBytes += bytes(token));
    }

    void onEnded(CallEvent.Ended last) {
        end = last;
    }

    /** Roughly the memory of what has not gone yet. */
    long heldBytes() {
        return heldBytes;
    }

    boolean isEnded() {
        return isEnded;
    }

    boolean hasNews() {
        boolean begins = !isBegun && promptIds != null;
        return !isEnded && (begins || !tokens.isEmpty() || end != null);
    }

    /** What is to go next; from now on it counts as gone. */
    GenerateResponse next() {
        GenerateResponse.Builder part = GenerateResponse.newBuilder().setIndex(index);
        if (!isBegun && promptIds != null) {
            part.addAllPromptIds(promptIds);
            isBegun = true;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MOST_TOKENS && !tokens.isEmpty(); i++) {
            GeneratedToken token = tokens.removeFirst();
            heldBytes -= bytes(token);
            completionTokens++;
            text.append(token.text());
            part.addTokenIds(token.id());
            if (token.logprobs() != null) {
                part.addLogprobs(shown(token.logprobs()));
            }
        }
        CallEvent.Ended last = end;
        if (last != null && tokens.isEmpty()) {
            text.append(last.rest());
            part.setEnd(end(last));
            isEnded = true;
        }
        return part.setText(text.toString()).build();
    }

    private GenerateResponse.End end(CallEvent.Ended last) {
        GenerateResponse.End.Builder built =
                GenerateResponse.End.newBuilder()
                        .setReason(last.reason())
                        .setPromptTokens(promptTokens)
                        .setCompletionTokens(completionTokens)
                        .setCachedTokens(cachedTokens);
        if (last.stopString() != null) {
            built.setStopString(last.stopString());
        }
        if (last.stopId() != null) {
            built.setStopId(last.stopId());
        }
        return built.build();
    }

    private TokenLogprobs shown(TokenLogprobs logprobs) {
        return logprobs.getTopCount() <= alternatives
                ? logprobs
                : logprobs.toBuilder()
                        .clearTop()
                        .addAllTop(logprobs.getTopList().subList(0, alternatives))
                        .build();
    }

    private static long bytes(GeneratedToken token) {
        TokenLogprobs logprobs = token.logprobs();
        int count = logprobs == null ? 0 : logprobs.getTopCount();
        return TOKEN_BYTES + 4L * token.text().length() + (long) ALTERNATIVE_BYTES * count;
    }
}
