package llamaline.tokenization;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.testkit.Goldens;
import llamaline.v1.ChatFormat;
import llamaline.v1.ModelCard;
import llamaline.v1.SpecialPiece;
import llamaline.v1.TokenizerCard;

/** Cards with the demo model's tokenizer: 4112 pieces, {@code </s>} = 2, the sentinels 4103... */
public final class DemoCards {
    public static final int VOCABULARY = 4112;
    public static final int EOS = 2;
    public static final int PRE = 4103;
    public static final int SUF = 4104;
    public static final int MID = 4105;
    public static final int EOT = 4106;

    /** Not in the file: as the settings of a model with steps add it. */
    public static final int STEP = 4107;

    private DemoCards() {}

    /** Infills; no chat. */
    public static ModelCard base(String model, int context) {
        return ModelCard.newBuilder()
                .setModel(model)
                .setInfill(true)
                .setContext(context)
                .setVocabulary(VOCABULARY)
                .addStopIds(EOS)
                .setTokenizer(tokenizer())
                .build();
    }

    /** Chats; no infilling. */
    public static ModelCard chat(String model, ChatFormat format) {
        return base(model, 4096).toBuilder()
                .setInfill(false)
                .setInfillRefusal("it was tuned for chat; a base model would do.")
                .setChatFormat(format)
                .setTokenizer(tokenizer().toBuilder().addSpecialPieces(step()))
                .build();
    }

    private static TokenizerCard tokenizer() {
        Path file = Goldens.demoModel().resolve("tokenizer.model");
        try {
            return TokenizerCard.newBuilder()
                    .setSentencepiece(ByteString.copyFrom(Files.readAllBytes(file)))
                    .setAddBos(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SpecialPiece step() {
        return SpecialPiece.newBuilder().setId(STEP).setPiece("<step>").setSpecial(true).build();
    }
}
