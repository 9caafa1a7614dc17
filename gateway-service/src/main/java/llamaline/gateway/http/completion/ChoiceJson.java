package llamaline.gateway.http.completion;

import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.output.ChoiceOutput;

/**
 * One choice of a response, which writes its output all at once or in parts. Not thread-safe: its
 * caller's event loop owns it.
 */
sealed interface ChoiceJson permits CompletionChoiceJson, ChatChoiceJson {
    /** The output that the choice is written from. */
    ChoiceOutput output();

    /** Tells whether there is a part to write. */
    boolean hasPart();

    /** Writes what stands beside the list of choices, before {@link #putInto} is called. */
    void putBeside(JsonText json, boolean isWhole);

    /** Writes all output, or its next part, as an element of {@code choices}. */
    void putInto(JsonText json, boolean isWhole);
}
