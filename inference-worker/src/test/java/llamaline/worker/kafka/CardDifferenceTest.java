package llamaline.worker.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenizerCard;
import org.junit.jupiter.api.Test;

class CardDifferenceTest {
    private static final ModelCard CARD =
            ModelCard.newBuilder()
                    .setModel("m")
                    .setVocabulary(100)
                    .setContext(64)
                    .setWeightsHash("aa")
                    .setTokenizer(TokenizerCard.newBuilder().setSha256("bb"))
                    .build();

    @Test
    void namesTheFirstFieldThatChangesAnswers() {
        var vocabulary = CARD.toBuilder().setVocabulary(101).setWeightsHash("cc").build();
        var weights = CARD.toBuilder().setWeightsHash("cc").build();
        var tokenizer = CARD.toBuilder();
        tokenizer.getTokenizerBuilder().setSha256("cc");

        assertEquals(
                Optional.of("vocabulary is 100 there and 101 here"),
                CardDifference.between(CARD, vocabulary));
        assertEquals(
                Optional.of("tokenizer.sha256 is bb there and cc here"),
                CardDifference.between(CARD, tokenizer.build()));
        assertEquals(
                Optional.of("weights_hash is aa there and cc here"),
                CardDifference.between(CARD, weights));
    }

    @Test
    void workersMayDifferInWhatDoesNot() {
        var other = CARD.toBuilder().setContext(32).setCreatedEpochSeconds(7).build();

        assertEquals(Optional.empty(), CardDifference.between(CARD, other));
    }
}
