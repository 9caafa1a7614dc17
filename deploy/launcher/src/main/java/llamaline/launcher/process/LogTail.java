package llamaline.launcher.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, to show when its service is given up. */
final class LogTail {
    /** Enough for a stack trace's head. */
    private static final int BYTES = 8192;

    private static final String ERROR = " ERROR ";

    private LogTail() {}

    /**
     * The last error among the last {@code count} lines, without its time; where none is marked as
     * one, the last line, and nothing where there is none.
     */
    static String lastError(Path log, int count) {
        String last = "";
        String error = "";
        for (String line : of(log, count)) {
            last = line;
            int mark = line.indexOf(ERROR);
            error = mark < 0 ? error : line.substring(mark + ERROR.length());
        }
        return error.isEmpty() ? last : error;
    }

    /** At most {@code count} lines; fewer where the file is short, none where it cannot be read. */
    static List<String> of(Path log, int count) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BYTES);
            var bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
