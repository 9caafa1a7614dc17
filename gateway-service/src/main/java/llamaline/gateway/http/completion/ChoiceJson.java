package llamaline.gateway.http.completion;

import llamaline.gateway.http.response.JsonText;

/**
 * One choice of an answer, which writes itself all at once or in parts. Not thread-safe: its
 * caller's event loop owns it.
 */
sealed interface ChoiceJson permits CompletionChoiceJson, ChatChoiceJson {
    /** What has come of it. */
    ChoiceOutput news();

    /** Whether there is a part to write. */
    boolean hasNews();

    /** Writes what stands beside the list of choices, before {@link #putInto} is called. */
    void putBeside(JsonText json, boolean isWhole);

    /** Writes what has come, or its next part, as an element of {@code choices}. */
    void putInto(JsonText json, boolean isWhole);
}
