package llamaline.tokenizer.benchmark;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.sentencepiece.SpTokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.TokenizerOptions;

/**
 * MB/s of source code on one thread, against the two native tokenizers that Java programs use:
 * Hugging Face's and SentencePiece, both by DJL. Run by {@code ./llamaline bench tokenizer}.
 */
public final class TokenizerBenchmark {
    /** What Hugging Face's fast tokenizer cuts out of a text, and SentencePiece does not. */
    private static final Pattern CONTROL_TOKEN =
            Pattern.compile("<s>|</s>|<unk>|\u2581<(PRE|SUF|MID|EOT)>");

    private final PrintStream out;
    private final List<BenchmarkText> texts;

    private TokenizerBenchmark(PrintStream out, List<BenchmarkText> texts) {
        this.out = out;
        this.texts = texts;
    }

    public static void main(String[] args) throws IOException {
        Path root = Goldens.demoModel().resolve("../../..").normalize();
        BenchmarkText java = BenchmarkText.files("this project's Java", root, ".java");
        BenchmarkText python = BenchmarkText.files("the demo model's Python", root, ".py");
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var benchmark = new TokenizerBenchmark(out, List.of(java, java.beginnings(1000), python));
        benchmark.run("demo model, 4,112 pieces", Goldens.demoModel());
        var llama = Conformance.folder("codellama-32016");
        if (llama.isPresent()) {
            benchmark.run("Code Llama, 32,016 pieces", llama.get());
        } else {
            out.println("\nCode Llama, 32,016 pieces: not run, LLAMALINE_CONFORMANCE is unset");
        }
    }

    private void run(String name, Path model) throws IOException {
        out.printf("%n== %s%n", name);
        Path file = model.resolve("tokenizer.model");
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false");
        try (var huggingFace =
                        HuggingFaceTokenizer.newInstance(model.resolve("tokenizer.json"), options);
                var sentencePiece = new SpTokenizer(file)) {
            Function<String, int[]> fast =
                    text -> toInts(huggingFace.encode(text, false, false).getIds());
            Function<String, int[]> pieces = sentencePiece.getProcessor()::encode;
            byte[] bytes = Files.readAllBytes(file);
            CodeLlamaTokenizer warm = open(bytes);
            Function<String, int[]> ours = text -> warm.encode(text, ControlTokens.PLAIN);
            compareIds(fast, pieces, ours);
            var contest =
                    new Contest(
                            List.of(
                                    Contestant.of("Hugging Face tokenizers", fast),
                                    Contestant.of("SentencePiece", pieces)),
                            List.of(
                                    new Contestant(
                                            "Llamaline, no words remembered", () -> cold(bytes)),
                                    Contestant.of("Llamaline", ours)),
                            out);
            texts.forEach(contest::run);
        }
    }

    private static CodeLlamaTokenizer open(byte[] model) {
        return CodeLlamaTokenizer.of(model, TokenizerOptions.codeLlama());
    }

    /** A tokenizer that has seen no text. */
    private static Function<String, int[]> cold(byte[] model) {
        CodeLlamaTokenizer tokenizer = open(model);
        return text -> tokenizer.encode(text, ControlTokens.PLAIN);
    }

    private void compareIds(
            Function<String, int[]> huggingFace,
            Function<String, int[]> sentencePiece,
            Function<String, int[]> ours) {
        List<String> all =
                texts.stream().flatMap(text -> text.texts().stream()).distinct().toList();
        List<String> plain =
                all.stream().filter(text -> !CONTROL_TOKEN.matcher(text).find()).toList();
        out.printf(
                "ids equal SentencePiece's in %d of %d texts%n",
                equal(all, sentencePiece, ours), all.size());
        out.printf(
                "ids equal Hugging Face's in %d of %d texts; %d more spell control tokens,"
                        + " which its fast tokenizer cuts out%n",
                equal(plain, huggingFace, ours), plain.size(), all.size() - plain.size());
    }

    private static long equal(
            List<String> texts, Function<String, int[]> other, Function<String, int[]> ours) {
        return texts.stream()
                .filter(text -> Arrays.equals(other.apply(text), ours.apply(text)))
                .count();
    }

    private static int[] toInts(long[] ids) {
        int[] ints = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ints[i] = (int) ids[i];
        }
        return ints;
    }
}
