package llamaline.cli.batch;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import llamaline.cli.terminal.CommandFailure;

/** Reads a file of prompts from its beginning. Not thread-safe. */
interface PromptFileReader extends Closeable {
    /**
     * The next entry; empty at the end.
     *
     * @throws CommandFailure if the file has no column of prompts
     * @throws IOException if it cannot be read, or is not what its name says
     */
    Optional<PromptLine> next() throws CommandFailure, IOException;
}
