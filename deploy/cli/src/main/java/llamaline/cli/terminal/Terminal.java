package llamaline.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard input, output and error. Output is UTF-8 whatever the locale says, holds the answer and
 * nothing else, and is written through at once.
 *
 * @param interactive whether a person sees the output
 * @param redraws whether a person sees the errors, so that a line may be written again and again
 */
public record Terminal(
        InputStream in, OutputStream out, PrintStream err, boolean interactive, boolean redraws) {
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("llamaline.terminal.out"),
                Boolean.getBoolean("llamaline.terminal.err"));
    }

    /**
     * Writes a text to standard output, through to whoever reads it.
     *
     * @throws CommandFailure if nobody reads any more
     */
    public void print(String text) throws CommandFailure {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new CommandFailure("standard output is closed: " + e.getMessage(), e);
        }
    }

    /** Returns a writer of standard output that flushes at each line's end. */
    public PrintWriter writer() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** A line for the person, beside the answer. */
    public void say(String line) {
        err.println("llamaline: " + line);
    }
}
