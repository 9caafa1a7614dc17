package llamaline.gateway.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.List;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.v1.ModelCard;
import org.junit.jupiter.api.Test;

/** Which models are served, as workers come, fall silent and leave. */
class ModelRegistryTest {
    private long nanos;
    private final ModelRegistry models = new ModelRegistry(Cards.WORKER_TIMEOUT, () -> nanos);

    @Test
    void theModelsOwnCountOfIdsCountsAndNotThePieces() {
        int pieces = Cards.infilling("wide").getVocabulary();
        ModelRegistry models =
                Cards.served(Cards.infilling("wide").toBuilder().setVocabulary(pieces + 8).build());

        assertEquals(pieces + 8, models.choose("wide").tokenizer().vocabularySize());
    }

    @Test
    void aModelIsServedWhileAWorkerSpeaks() {
        models.announce(Cards.infilling("demo"));
        assertFalse(models.isServed("demo"));

        models.onStatus(Cards.status("w1", "demo"));
        assertTrue(models.isServed("demo"));
        nanos += Cards.WORKER_TIMEOUT.toNanos();
        assertTrue(models.isServed("demo"));
        nanos++;

        assertFalse(models.isServed("demo"));
        assertEquals(1, models.lostWorkers("demo"));
        assertEquals(List.of(), models.live());
    }

    @Test
    void aWorkerThatLeavesIsGoneButNotLost() {
        models.announce(Cards.infilling("demo"));
        models.onStatus(Cards.status("w1", "demo"));
        models.onStatus(Cards.status("w1", "demo").toBuilder().setStopping(true).build());

        assertFalse(models.isServed("demo"));
        assertEquals(0, models.lostWorkers("demo"));
    }

    @Test
    void lossesAreCountedForAnnouncedModelsOnly() {
        models.onStatus(Cards.status("w1", "nobody's"));
        nanos += Cards.WORKER_TIMEOUT.toNanos() + 1;

        assertEquals(0, models.lostWorkers("nobody's"));
    }

    @Test
    void aWorkerOfTooLongANameIsNone() {
        models.onStatus(Cards.status("w".repeat(257), "demo"));
        models.onStatus(Cards.status("w", "d".repeat(257)));

        assertEquals(0, models.capacity("demo").workers());
        assertEquals(0, models.capacity("d".repeat(257)).workers());
    }

    @Test
    void slotsOfLivingWorkersAddUp() {
        models.onStatus(Cards.status("w1", "demo").toBuilder().setSlots(8).build());
        models.onStatus(Cards.status("w2", "demo").toBuilder().setSlots(4).build());
        models.onStatus(Cards.status("w3", "other").toBuilder().setSlots(2).build());
        assertEquals(new ModelRegistry.Capacity(2, 12), models.capacity("demo"));
        models.onStatus(Cards.status("w1", "demo").toBuilder().setStopping(true).build());
        assertEquals(new ModelRegistry.Capacity(1, 4), models.capacity("demo"));
        assertEquals(new ModelRegistry.Capacity(0, 0), models.capacity("none"));
    }

    @Test
    void liveModelsStandInTheOrderOfTheirNames() {
        for (String name : List.of("b", "a", "c")) {
            models.announce(Cards.infilling(name));
        }
        models.onStatus(Cards.status("w1", "b"));
        models.onStatus(Cards.status("w2", "a"));

        assertEquals(List.of("a", "b"), models.live().stream().map(RegisteredModel::name).toList());
    }

    @Test
    void aCardAnnouncedAgainKeepsItsTokenizer() {
        models.announce(Cards.infilling("demo"));
        RegisteredModel first = models.choose("demo");
        models.announce(Cards.infilling("demo"));
        assertSame(first, models.choose("demo"));

        models.announce(Cards.plain("demo"));
        assertFalse(models.choose("demo").card().getInfill());
    }

    @Test
    void aModelThatIsTakenBackDoesNotExist() {
        models.announce(Cards.infilling("demo"));
        models.retract("demo");

        var refused = assertThrows(RefusedException.class, () -> models.choose("demo"));
        assertEquals(RefusalCode.MODEL_NOT_FOUND, refused.refusal().code());
        assertEquals(
                "The model 'demo' does not exist; served now: none.", refused.refusal().message());
    }

    @Test
    void aBrokenTokenizerIsNotTaken() {
        ModelCard.Builder card = Cards.infilling("broken").toBuilder();
        card.getTokenizerBuilder().setSentencepiece(ByteString.copyFromUtf8("no model"));

        assertThrows(TokenizerFormatException.class, () -> models.announce(card.build()));
        assertThrows(RefusedException.class, () -> models.choose("broken"));
    }
}
