package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeLlamaTokenizerPropertyTest {
    static Stream<GoldenTokenizer> tokenizers() {
        return GoldenTokenizer.here();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void textComesBackWhole(GoldenTokenizer golden) {
        CodeLlamaTokenizer tokenizer = golden.open();

        Seeds.forEach(
                500,
                random -> {
                    String text = RandomText.any(200, random);
                    int[] ids = tokenizer.encode(text, ControlTokens.PLAIN);
                    String decoded = tokenizer.decode(ids, false);
                    // Merging may reach an infilling piece, which is shown with its mark.
                    assertEquals(text, decoded.replace('\u2581', ' '));
                });
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void theStreamIsTheWhole(GoldenTokenizer golden) {
        CodeLlamaTokenizer tokenizer = golden.open();

        Seeds.forEach(
                500,
                random -> {
                    int[] ids = randomIds(tokenizer, random);
                    ContinuationDecoder decoder = tokenizer.continuation(new int[] {1, 13});
                    var text = new StringBuilder();
                    for (int id : ids) {
                        String delta = decoder.accept(id);
                        assertFalse(endsInHalfACharacter(delta));
                        text.append(delta);
                    }
                    text.append(decoder.finish());
                    String whole = tokenizer.decode(prepend(13, ids), true);
                    assertEquals(whole, "\n" + text);
                });
    }

    private static int[] randomIds(CodeLlamaTokenizer tokenizer, RandomGenerator random) {
        return random.ints(random.nextInt(60), 0, tokenizer.vocabularySize())
                .map(id -> random.nextInt(3) == 0 ? 3 + random.nextInt(256) : id)
                .toArray();
    }

    private static boolean endsInHalfACharacter(String delta) {
        return !delta.isEmpty() && Character.isHighSurrogate(delta.charAt(delta.length() - 1));
    }

    private static int[] prepend(int id, int[] ids) {
        int[] all = new int[ids.length + 1];
        all[0] = id;
        System.arraycopy(ids, 0, all, 1, ids.length);
        return all;
    }
}
