package llamaline.gateway.grpc;

import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.output.ChoiceOutput;
import llamaline.v1.GenerateResponse;
import llamaline.v1.TokenLogprobs;

/**
 * Makes messages of one choice's output, each of what waits. Not thread-safe: its caller's event
 * loop owns it.
 */
final class ChoiceMessages {
    /** Tokens of one message: with all alternatives still far below what clients take. */
    private static final int MOST_TOKENS = 256;

    private final int index;
    private final int alternatives;
    private final ChoiceOutput output;
    private boolean isBegun;
    private boolean isEnded;

    /**
     * @param index of the choice within the call
     * @param alternatives for each token, where logprobs are shown
     */
    ChoiceMessages(int index, int alternatives, ChoiceOutput output) {
        this.index = index;
        this.alternatives = alternatives;
        this.output = output;
    }

    /** Tells whether the last message was made. */
    boolean isEnded() {
        return isEnded;
    }

    /** Tells whether there is a message to make. */
    boolean hasNext() {
        boolean begins = !isBegun && output.promptIds() != null;
        return !isEnded && (begins || output.hasTokens() || output.end() != null);
    }

    /** Makes a message of what waits; from now on that counts as written. */
    GenerateResponse next() {
        GenerateResponse.Builder message = GenerateResponse.newBuilder().setIndex(index);
        List<Integer> promptIds = output.promptIds();
        if (!isBegun && promptIds != null) {
            message.addAllPromptIds(promptIds);
            isBegun = true;
        }
        ChoiceOutput.Part part = output.take(MOST_TOKENS);
        message.setText(part.text()).addAllTokenIds(part.ids());
        for (GeneratedToken token : part.tokens()) {
            if (token.logprobs() != null) {
                message.addLogprobs(shown(token.logprobs()));
            }
        }
        CallEvent.Ended end = output.end();
        if (end != null && !output.hasTokens()) {
            message.setEnd(message(end));
            isEnded = true;
        }
        return message.build();
    }

    private GenerateResponse.End message(CallEvent.Ended end) {
        GenerateResponse.End.Builder message =
                GenerateResponse.End.newBuilder()
                        .setReason(end.reason())
                        .setPromptTokens(output.promptTokens())
                        .setCompletionTokens(output.completionTokens())
                        .setCachedTokens(output.cachedTokens());
        if (end.stopString() != null) {
            message.setStopString(end.stopString());
        }
        if (end.stopId() != null) {
            message.setStopId(end.stopId());
        }
        return message.build();
    }

    private TokenLogprobs shown(TokenLogprobs logprobs) {
        return logprobs.getTopCount() <= alternatives
                ? logprobs
                : logprobs.toBuilder()
                        .clearTop()
                        .addAllTop(logprobs.getTopList().subList(0, alternatives))
                        .build();
    }
}
