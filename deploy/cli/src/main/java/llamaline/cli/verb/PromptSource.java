package llamaline.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.cli.terminal.CommandFailure;
import llamaline.launcher.machine.FileFailure;
import org.jspecify.annotations.Nullable;

/** Reads a prompt as it stands: UTF-8, nothing trimmed. */
final class PromptSource {
    /** Well above what a gateway takes by default (4 MiB). */
    static final int LIMIT_BYTES = 16 << 20;

    private PromptSource() {}

    /**
     * Takes the text of an argument, or all of {@code in}, which is standard input, where the
     * argument is missing or {@code -}.
     *
     * @throws CommandFailure if standard input is too long, unreadable or not UTF-8
     */
    static String argumentOr(InputStream in, @Nullable String argument) throws CommandFailure {
        return argument == null || argument.equals("-") ? read(in, "standard input") : argument;
    }

    /**
     * Reads the whole prompt.
     *
     * @throws CommandFailure if it is too long, unreadable or not UTF-8
     */
    static String read(InputStream in, String name) throws CommandFailure {
        try {
            byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
            if (bytes.length > LIMIT_BYTES) {
                throw new CommandFailure("%s is longer than %d bytes".formatted(name, LIMIT_BYTES));
            }
            return decode(bytes, name);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read %s: %s".formatted(name, FileFailure.reason(e)), e);
        }
    }

    static String read(Path file) throws CommandFailure {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("no such file: " + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read %s: %s".formatted(file, FileFailure.reason(e)), e);
        }
    }

    private static String decode(byte[] bytes, String name) throws CommandFailure {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(input, text, true);
        if (result.isError()) {
            throw new CommandFailure(
                    "%s is not valid UTF-8 (at byte %d)".formatted(name, input.position()));
        }
        return text.flip().toString();
    }
}
