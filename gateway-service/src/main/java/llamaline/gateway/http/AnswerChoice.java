package llamaline.gateway.http;

/**
 * One choice of an answer, which writes itself all at once or in parts. Not thread-safe: its
 * caller's event loop owns it.
 */
sealed interface AnswerChoice permits CompletionChoice, ChatChoice {
    /** What has come of it. */
    ChoiceNews news();

    /** Whether there is a part to write. */
    boolean hasNews();

    /** Writes what stands beside the list of choices, before {@link #putInto} is called. */
    void putBeside(JsonText json, boolean isWhole);

    /** Writes what has come, or its next part, as an element of {@code choices}. */
    void putInto(JsonText json, boolean isWhole);
}
