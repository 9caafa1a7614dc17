package llamaline.tokenizer.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Source files to encode, each as one text. */
record BenchmarkText(String name, List<String> texts) {
    /** All files below {@code root} that end so, build output left out. */
    static BenchmarkText files(String name, Path root, String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            List<String> texts =
                    paths.filter(path -> path.toString().endsWith(ending))
                            .filter(path -> !path.toString().contains("/target/"))
                            .sorted()
                            .map(BenchmarkText::read)
                            .toList();
            return new BenchmarkText(name, texts);
        }
    }

    /** The first {@code length} characters of each, as an editor's prompt may have. */
    BenchmarkText beginnings(int length) {
        return new BenchmarkText(
                name + ", first " + length + " characters each",
                texts.stream()
                        .map(text -> text.substring(0, Math.min(length, text.length())))
                        .toList());
    }

    double megabytes() {
        return texts.stream().mapToLong(BenchmarkText::bytes).sum() / 1e6;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
