package llamaline.tokenization.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import llamaline.modelcard.RefusedCardException;
import llamaline.testkit.Await;
import llamaline.tokenization.DemoCards;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.v1.ModelCard;
import org.junit.jupiter.api.Test;

class ModelTokenizersTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private static CompletableFuture<Optional<ModelTokenizer>> find(
            ModelTokenizers models, String name, int bytes) {
        return models.find(name, bytes).toCompletableFuture();
    }

    private static String name(CompletableFuture<Optional<ModelTokenizer>> found) {
        return found.join().map(ModelTokenizer::name).orElse("nothing");
    }

    @Test
    void findsAtOnceWhatWasAnnounced() {
        var models = new ModelTokenizers(LONG, 100);

        models.announce(DemoCards.base("a", 64));

        assertEquals("a", name(find(models, "a", 10)));
        assertEquals(0, models.waiting());
    }

    @Test
    void waitsForTheCardOfItsOwnModel() {
        var models = new ModelTokenizers(LONG, 100);
        var first = find(models, "a", 10);
        var second = find(models, "a", 10);
        var other = find(models, "b", 10);

        models.announce(DemoCards.base("a", 64));

        assertEquals("a", name(first));
        assertEquals("a", name(second));
        assertFalse(other.isDone());
        assertEquals(1, models.waiting());
    }

    @Test
    void givesUpAfterAWhile() {
        var models = new ModelTokenizers(Duration.ofMillis(20), 100);

        assertEquals("nothing", name(find(models, "a", 10)));
        Await.until("nobody waits", () -> models.waiting() == 0);
    }

    @Test
    void letsOnlySoMuchWait() {
        var models = new ModelTokenizers(LONG, 100);
        var fits = find(models, "a", 60);

        assertEquals("nothing", name(find(models, "a", 41)));
        models.announce(DemoCards.base("a", 64));
        assertEquals("a", name(fits));
        assertFalse(find(models, "b", 100).isDone());
    }

    @Test
    void aNewCardReplacesTheOldOneAndAModelCanBeTakenBack() {
        var models = new ModelTokenizers(Duration.ofMillis(20), 100);
        models.announce(DemoCards.base("a", 64));
        models.announce(DemoCards.base("a", 128));

        int context = find(models, "a", 1).join().orElseThrow().card().getContext();
        models.retract("a");

        assertEquals(128, context);
        assertEquals("nothing", name(find(models, "a", 1)));
    }

    @Test
    void keepsOneTokenizerForEqualCardsAndNoFile() {
        var models = new ModelTokenizers(LONG, 100);
        models.announce(DemoCards.base("a", 64));
        models.announce(DemoCards.base("b", 64));

        ModelTokenizer a = find(models, "a", 1).join().orElseThrow();
        ModelTokenizer b = find(models, "b", 1).join().orElseThrow();

        assertTrue(a.tokenizer() == b.tokenizer());
        assertFalse(a.card().hasTokenizer());
    }

    @Test
    void aCardWithoutATokenizerIsNoModel() {
        var models = new ModelTokenizers(LONG, 100);
        ModelCard card = ModelCard.newBuilder().setModel("a").build();

        assertThrows(TokenizerFormatException.class, () -> models.announce(card));
    }

    @Test
    void aCardThatIsTooLargeIsNoModelAndAnEarlierOneStays() {
        var models = new ModelTokenizers(LONG, 100);
        models.announce(DemoCards.base("a", 64));
        ModelCard card =
                DemoCards.base("a", 128).toBuilder()
                        .setInfillRefusal("x".repeat(6_000_000))
                        .build();

        assertThrows(RefusedCardException.class, () -> models.announce(card));
        assertEquals(64, find(models, "a", 1).join().orElseThrow().card().getContext());
    }
}
