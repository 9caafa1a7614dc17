package llamaline.tokenizer.bpe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.GoldenTokenizer;
import llamaline.tokenizer.sentencepiece.SentencePieceModel;
import llamaline.tokenizer.sentencepiece.Vocabulary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a megabyte of one kind costs, counted and not timed. */
class BytePairEncoderLengthTest {
    private static final int LENGTH = 1 << 20;

    static Stream<String> texts() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        var letters = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        var bytes = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            bytes.append((char) random.nextInt(256));
        }
        return Stream.of(
                " ".repeat(LENGTH),
                "a".repeat(LENGTH),
                "=".repeat(LENGTH),
                "\n".repeat(LENGTH),
                "ab".repeat(LENGTH / 2),
                "한".repeat(LENGTH / 3),
                letters.toString(),
                bytes.toString());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    void doesAtMostNLogNMoves(String text) {
        var vocabulary = new Vocabulary(SentencePieceModel.read(GoldenTokenizer.DEMO.modelFile()));
        var symbols = new SymbolTable(vocabulary);
        var merger = new Merger(new MergeTable(vocabulary, symbols));

        merger.begin(text.length());
        text.codePoints().forEach(codePoint -> merger.add(symbols.of(codePoint)));
        merger.merge();

        // Each symbol is queued once, each merge queues two more, each goes up and down the heap.
        int log = Integer.SIZE - Integer.numberOfLeadingZeros(3 * LENGTH);
        assertTrue(merger.moves() <= 3L * LENGTH * 2 * log, () -> merger.moves() + " moves");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    void comesBackWhole(String text) {
        CodeLlamaTokenizer tokenizer = GoldenTokenizer.DEMO.open();

        int[] ids = tokenizer.encode(text, ControlTokens.PLAIN);

        assertEquals(text, tokenizer.decode(ids, false));
    }
}
