package llamaline.gateway.http.completion;

import llamaline.gateway.output.ChoiceOutput;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.CompletionCall;

/** The route that a response is of: the two differ in names and in the shape of a choice. */
public enum ResponseKind {
    COMPLETION("cmpl-", "text_completion", "text_completion"),
    CHAT("chatcmpl-", "chat.completion", "chat.completion.chunk");

    private final String idPrefix;
    private final String wholeObject;
    private final String chunkObject;

    ResponseKind(String idPrefix, String wholeObject, String chunkObject) {
        this.idPrefix = idPrefix;
        this.wholeObject = wholeObject;
        this.chunkObject = chunkObject;
    }

    public static ResponseKind of(CompletionCall call) {
        return call.prompts().getFirst() instanceof CallPrompt.Chat ? CHAT : COMPLETION;
    }

    /** The letters that a response's id begins with. */
    public String idPrefix() {
        return idPrefix;
    }

    /** The value of the field {@code object}. */
    String object(boolean isWhole) {
        return isWhole ? wholeObject : chunkObject;
    }

    /** A writer of one choice's output in the route's form. */
    ChoiceJson choice(int index, CompletionCall call, ChoiceOutput output) {
        return switch (this) {
            case COMPLETION -> new CompletionChoiceJson(index, call, output);
            case CHAT -> new ChatChoiceJson(index, call, output);
        };
    }
}
