package llamaline.modelcard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import llamaline.v1.ModelCard;
import llamaline.v1.SpecialPiece;
import llamaline.v1.TokenizerCard;
import org.junit.jupiter.api.Test;

class ModelCardsTest {
    private final ModelCards cards = new ModelCards();

    private static ModelCard card(String name, int bytes) {
        TokenizerCard.Builder tokenizer =
                TokenizerCard.newBuilder().setSentencepiece(ByteString.copyFrom(new byte[bytes]));
        return ModelCard.newBuilder().setModel(name).setTokenizer(tokenizer).build();
    }

    private String refusal(ModelCard card) {
        var refused = assertThrows(RefusedCardException.class, () -> cards.put(card));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void saysWhatIsTooLongWithoutWhatItHolds() {
        String text = "x".repeat(1_001);
        ModelCard card = card("a", 1).toBuilder().setInfillRefusal(text).build();

        assertEquals("infill_refusal would take 1,001, at most 1,000 are allowed", refusal(card));
        refusal(card("", 1));
        refusal(card("a".repeat(257), 1));
        refusal(card("a", ModelCards.MOST_BYTES));
        String name = "n".repeat(257);
        refusal(card("a", 1).toBuilder().setFamily(name).build());
        ModelCard.Builder piece = card("a", 1).toBuilder();
        piece.getTokenizerBuilder().addSpecialPieces(SpecialPiece.newBuilder().setPiece(name));
        refusal(piece.build());
        cards.put(card("a".repeat(256), 1));
    }

    @Test
    void allTogetherHaveALimit() {
        int size = ModelCards.MOST_BYTES - 1_000;
        for (int i = 0; i < 4; i++) {
            cards.put(card("m" + i, size));
        }
        refusal(card("one more", size));

        cards.put(card("m3", size));
        cards.remove("m3");
        cards.remove("m3");
        cards.put(card("one more", size));
        refusal(card("m3", size));
    }

    @Test
    void thereAreOnlySoMany() {
        for (int i = 0; i < ModelCards.MOST_MODELS; i++) {
            cards.put(card("m" + i, 1));
        }
        refusal(card("one more", 1));
        cards.put(card("m1", 1));
    }
}
