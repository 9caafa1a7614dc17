package llamaline.gateway;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import llamaline.testkit.Goldens;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.v1.TokenizerCard;

/** The demo model's tokenizer, and what a test needs of it. */
public final class DemoTokenizer {
    public static final CodeLlamaTokenizer INSTANCE =
            CodeLlamaTokenizer.of(file(), TokenizerOptions.codeLlama());

    private DemoTokenizer() {}

    public static TokenizerCard card() {
        return TokenizerCard.newBuilder()
                .setSentencepiece(ByteString.copyFrom(file()))
                .setAddBos(true)
                .build();
    }

    /** Ids whose text, as a continuation, is {@code text}: nothing in front. */
    public static int[] continuation(String text) {
        int[] ids = INSTANCE.encode("\n" + text, ControlTokens.PLAIN);
        int skip = INSTANCE.encode("\n", ControlTokens.PLAIN).length;
        return IntStream.of(ids).skip(skip).toArray();
    }

    public static int[] prompt(String text) {
        return INSTANCE.encodePrompt(text, ControlTokens.PARSE);
    }

    public static int eos() {
        return INSTANCE.eosId();
    }

    private static byte[] file() {
        try {
            return Files.readAllBytes(Goldens.demoModel().resolve("tokenizer.model"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
