package llamaline.tokenization.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import llamaline.modelcard.ModelCards;
import llamaline.v1.ModelCard;

/**
 * The models that were announced. A request may overtake its model's card, so who asks for one that
 * is not there waits for a while. Thread-safe.
 */
public final class ModelTokenizers {
    private final TokenizerCache tokenizers = new TokenizerCache();
    private final Map<String, ModelTokenizer> byName = new HashMap<>();
    private final ModelCards cards = new ModelCards();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final Duration timeout;
    private final long mostWaitingBytes;
    private long waitingBytes;

    /**
     * @param timeout how long to wait for a card
     * @param mostWaitingBytes requests that may wait together; more are not found at once
     */
    public ModelTokenizers(Duration timeout, long mostWaitingBytes) {
        this.timeout = timeout;
        this.mostWaitingBytes = mostWaitingBytes;
    }

    /**
     * Passes where the card may be kept.
     *
     * @throws llamaline.modelcard.RefusedCardException where it may not
     */
    public synchronized void check(ModelCard card) {
        cards.check(card);
    }

    /**
     * Learns of a model, or of its new card.
     *
     * @throws llamaline.modelcard.RefusedCardException where it may not be kept
     * @throws llamaline.tokenizer.sentencepiece.TokenizerFormatException where the card's tokenizer
     *     is none
     */
    public void announce(ModelCard card) {
        check(card);
        var model = new ModelTokenizer(card, tokenizers.of(card.getTokenizer()));
        for (Waiter waiter : put(card, model)) {
            waiter.found.complete(Optional.of(model));
        }
    }

    private synchronized List<Waiter> put(ModelCard card, ModelTokenizer model) {
        cards.put(card);
        byName.put(model.name(), model);
        List<Waiter> served = new ArrayList<>();
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (waiter.name.equals(model.name())) {
                all.remove();
                waitingBytes -= waiter.bytes;
                served.add(waiter);
            }
        }
        return served;
    }

    /** The model's card was taken back. */
    public synchronized void retract(String name) {
        byName.remove(name);
        cards.remove(name);
    }

    /**
     * Completes with the model, at once or when it is announced; with nothing if that takes too
     * long, or too many wait.
     *
     * @param bytes size of the request that waits
     */
    public synchronized CompletionStage<Optional<ModelTokenizer>> find(String name, int bytes) {
        ModelTokenizer known = byName.get(name);
        if (known != null || waitingBytes + bytes > mostWaitingBytes) {
            return CompletableFuture.completedStage(Optional.ofNullable(known));
        }
        Waiter waiter = new Waiter(name, bytes, new CompletableFuture<>());
        waiters.add(waiter);
        waitingBytes += bytes;
        return waiter.found
                .completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> leave(waiter));
    }

    private synchronized void leave(Waiter waiter) {
        if (waiters.remove(waiter)) {
            waitingBytes -= waiter.bytes;
        }
    }

    /** Counts the requests that wait for a card. */
    public synchronized int waiting() {
        return waiters.size();
    }

    /** Each is its own: {@code found} has no equal. */
    private record Waiter(
            String name, int bytes, CompletableFuture<Optional<ModelTokenizer>> found) {}
}
