package llamaline.cli.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** A prompt on each line; empty lines are passed over. */
final class TextPrompts implements PromptFileReader {
    private final BufferedReader lines;

    TextPrompts(BufferedReader lines) {
        this.lines = lines;
    }

    @Override
    public Optional<PromptLine> next() throws IOException {
        String line = lines.readLine();
        while (line != null && line.isEmpty()) {
            line = lines.readLine();
        }
        return Optional.ofNullable(line).map(PromptLine.Text::new);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
