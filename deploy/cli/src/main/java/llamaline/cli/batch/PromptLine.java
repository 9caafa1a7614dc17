package llamaline.cli.batch;

/** One entry of a file of prompts. */
sealed interface PromptLine {
    /** The prompt that the model completes. */
    record Text(String prompt) implements PromptLine {}

    /** No prompt; the problem names the line. */
    record Broken(String problem) implements PromptLine {}
}
