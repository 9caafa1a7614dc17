package llamaline.cli.batch;

/** One entry of a file of prompts. */
sealed interface PromptLine {
    /** What the model is asked. */
    record Text(String prompt) implements PromptLine {}

    /** No prompt; the problem names the line. */
    record Broken(String problem) implements PromptLine {}
}
