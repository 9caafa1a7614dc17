package llamaline.gateway.models;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.gateway.DemoTokenizer;
import llamaline.v1.ChatFormat;
import llamaline.v1.ModelCard;
import llamaline.v1.Variant;
import llamaline.v1.WorkerStatus;

/** Models as workers announce them. */
public final class Cards {
    public static final Duration WORKER_TIMEOUT = Duration.ofSeconds(5);
    public static final int CONTEXT = 256;

    private Cards() {}

    public static ModelCard infilling(String name) {
        return ModelCard.newBuilder()
                .setModel(name)
                .setFamily("codellama")
                .setInfill(true)
                .setContext(CONTEXT)
                .setVocabulary(DemoTokenizer.INSTANCE.vocabularySize())
                .setPrecision("float32")
                .setTokenizer(DemoTokenizer.card())
                .setWeightsHash("0123456789abcdef")
                .setCreatedEpochSeconds(1_700_000_000)
                .build();
    }

    public static ModelCard plain(String name) {
        return infilling(name).toBuilder()
                .setInfill(false)
                .setInfillRefusal("it has no sentinel pieces; ask a 7B or 13B model.")
                .build();
    }

    public static ModelCard chatting(String name) {
        return plain(name).toBuilder()
                .setVariant(Variant.INSTRUCT)
                .setChatFormat(ChatFormat.INST)
                .build();
    }

    public static WorkerStatus status(String worker, String model) {
        return WorkerStatus.newBuilder().setWorkerId(worker).setModel(model).build();
    }

    /** Models that are announced, each with a living worker. */
    public static ModelRegistry served(ModelCard... cards) {
        ModelRegistry models = new ModelRegistry(WORKER_TIMEOUT, new AtomicLong()::get);
        for (ModelCard card : cards) {
            models.announce(card);
            models.onStatus(status("worker of " + card.getModel(), card.getModel()));
        }
        return models;
    }
}
