package llamaline.gateway.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import llamaline.contract.Names;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.ShownText;
import llamaline.gateway.stream.ModelLiveness;
import llamaline.modelcard.ModelCards;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The models that were announced, and which of them a worker serves now. A worker that says nothing
 * for a while is gone, by this gateway's own clock; one that takes its leave is gone at once.
 * Thread-safe.
 */
public final class ModelRegistry implements ModelLiveness {
    /** Announcements beyond these are ignored: anyone who reaches the broker can make them. */
    private static final int MAX_WORKERS = 10_000;

    private final Map<String, RegisteredModel> models = new TreeMap<>();
    private final ModelCards cards = new ModelCards();
    private final Map<String, Seen> workers = new HashMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    private final long workerTimeoutNanos;
    private final LongSupplier nanoTime;

    /**
     * Knows no model yet.
     *
     * @param workerTimeout the time without a word of a worker after which it is gone
     */
    public ModelRegistry(Duration workerTimeout, LongSupplier nanoTime) {
        this.workerTimeoutNanos = workerTimeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Learns of a model, or of its new card.
     *
     * @throws llamaline.modelcard.RefusedCardException where the card may not be kept
     * @throws llamaline.tokenizer.sentencepiece.TokenizerFormatException where the card's tokenizer
     *     is none
     */
    public void announce(ModelCard card) {
        if (isKnown(card)) {
            return;
        }
        check(card);
        put(RegisteredModel.of(card));
    }

    private synchronized void check(ModelCard card) {
        cards.check(card);
    }

    private synchronized void put(RegisteredModel model) {
        cards.put(model.card());
        models.put(model.name(), model);
    }

    /** The model's card was taken back. */
    public synchronized void retract(String model) {
        models.remove(model);
        cards.remove(model);
        lost.remove(model);
    }

    /** A worker lives, or takes its leave. */
    public synchronized void onStatus(WorkerStatus status) {
        dropSilent();
        if (!Names.isName(status.getWorkerId()) || !Names.isName(status.getModel())) {
            return;
        }
        if (status.getStopping()) {
            workers.remove(status.getWorkerId());
        } else if (workers.size() < MAX_WORKERS || workers.containsKey(status.getWorkerId())) {
            workers.put(
                    status.getWorkerId(),
                    new Seen(status.getModel(), nanoTime.getAsLong(), status.getSlots()));
        }
    }

    @Override
    public synchronized boolean isServed(String model) {
        dropSilent();
        return workers.values().stream().anyMatch(seen -> seen.model.equals(model));
    }

    @Override
    public synchronized long lostWorkers(String model) {
        dropSilent();
        return lost.getOrDefault(model, 0L);
    }

    /** Returns the workers and slots that a model has now. */
    public synchronized Capacity capacity(String model) {
        dropSilent();
        List<Seen> ofModel =
                workers.values().stream().filter(seen -> seen.model.equals(model)).toList();
        return new Capacity(ofModel.size(), ofModel.stream().mapToInt(Seen::slots).sum());
    }

    /** Models that answer now, by name. */
    public synchronized List<RegisteredModel> live() {
        List<RegisteredModel> live = new ArrayList<>();
        for (RegisteredModel model : models.values()) {
            if (isServed(model.name())) {
                live.add(model);
            }
        }
        live.sort(Comparator.comparing(RegisteredModel::name));
        return live;
    }

    /**
     * The model that a request means; whether it lives is another question.
     *
     * @param name null means the only live one
     * @throws RefusedException where there is none of that name, or not just one
     */
    public synchronized RegisteredModel choose(@Nullable String name) {
        if (name == null) {
            return chooseOnlyOne();
        }
        RegisteredModel model = models.get(name);
        if (model == null) {
            throw refused(
                    RefusalCode.MODEL_NOT_FOUND,
                    "The model '%s' does not exist; served now: %s."
                            .formatted(ShownText.shortened(name), names(live())));
        }
        return model;
    }

    /**
     * Passes where the model answers now.
     *
     * @throws RefusedException where no worker serves it
     */
    public void requireLive(RegisteredModel model) {
        if (!isServed(model.name())) {
            throw refused(
                    RefusalCode.UNAVAILABLE,
                    "No worker serves the model '%s' now; try again later."
                            .formatted(model.name()));
        }
    }

    /**
     * Passes where the model has a chat template.
     *
     * @throws RefusedException naming the models that have one
     */
    public void requireChat(RegisteredModel model) {
        if (!model.chats()) {
            List<RegisteredModel> able = live().stream().filter(RegisteredModel::chats).toList();
            String served = able.isEmpty() ? "None is served now." : "Served now: %s.";
            throw refused(
                    RefusalCode.INVALID_REQUEST,
                    "The model '%s' has no chat template, so it only completes; the Instruct models have one. "
                                    .formatted(model.name())
                            + served.formatted(names(able)));
        }
    }

    /** Every start of a worker announces its model again; to read its tokenizer takes a while. */
    private synchronized boolean isKnown(ModelCard card) {
        RegisteredModel known = models.get(card.getModel());
        return known != null && known.card().equals(card);
    }

    private RegisteredModel chooseOnlyOne() {
        List<RegisteredModel> live = live();
        if (live.isEmpty()) {
            throw refused(RefusalCode.UNAVAILABLE, "No model is served now; try again later.");
        }
        if (live.size() > 1) {
            throw refused(
                    RefusalCode.INVALID_REQUEST,
                    "'model' is required where more than one is served: " + names(live) + ".");
        }
        return live.getFirst();
    }

    private void dropSilent() {
        long now = nanoTime.getAsLong();
        workers.values()
                .removeIf(seen -> {
                    boolean isSilent = now - seen.at > workerTimeoutNanos;
                    if (isSilent && models.containsKey(seen.model)) {
                        lost.merge(seen.model, 1L, Long::sum);
                    }
                    return isSilent;
                });
    }

    private static RefusedException refused(RefusalCode code, String message) {
        return new RefusedException(new Refusal(code, message, "model"));
    }

    private static String names(List<RegisteredModel> models) {
        if (models.isEmpty()) {
            return "none";
        }
        return String.join(", ", models.stream().map(RegisteredModel::name).toList());
    }

    /**
     * The workers that serve a model.
     *
     * @param workers that live
     * @param slots sequences that they run at once, all together
     */
    public record Capacity(int workers, int slots) {}

    private record Seen(String model, long at, int slots) {}
}
