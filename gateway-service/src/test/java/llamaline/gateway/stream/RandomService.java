package llamaline.gateway.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;

/**
 * Tokenizer services and workers that do what a broker and crashes allow: each attempt is encoded
 * once or twice and runs on one or two workers; each sender keeps its order; records come twice,
 * get lost, or end with their sender.
 */
final class RandomService {
    private final RandomGenerator random;
    private final int[] truth;
    private final double trouble;
    private final List<Sender> senders = new ArrayList<>();
    private int seen;

    /**
     * @param truth what every worker generates; the last id ends it
     * @param trouble how likely each fault is, from 0
     */
    RandomService(RandomGenerator random, int[] truth, double trouble) {
        this.random = random;
        this.truth = truth;
        this.trouble = trouble;
    }

    /** Takes what was published since the last time. */
    void take(List<GenerationRequest> published) {
        for (GenerationRequest attempt : published.subList(seen, published.size())) {
            encode(attempt);
            if (happens()) {
                encode(attempt);
            }
        }
        seen = published.size();
    }

    boolean isIdle() {
        return senders.isEmpty();
    }

    /** One sender's next record reaches the gateway, or does not. */
    void step(StreamFixture gateway) {
        if (senders.isEmpty()) {
            return;
        }
        Sender sender = senders.get(random.nextInt(senders.size()));
        TokenEvent[] record = sender.records.removeFirst();
        if (sender.records.isEmpty() || happens()) {
            senders.remove(sender);
        }
        if (!happens()) {
            gateway.hear(sender.id, record);
            if (happens()) {
                gateway.hear(sender.id, record);
            }
        }
    }

    private void encode(GenerationRequest attempt) {
        TokenEvent[] encoded = {Say.encoded(attempt, StreamFixture.PROMPT_IDS)};
        senders.add(new Sender("tokenizer", new ArrayList<>(List.<TokenEvent[]>of(encoded))));
        senders.add(worker(attempt));
    }

    private Sender worker(GenerationRequest attempt) {
        List<TokenEvent[]> records = new ArrayList<>();
        records.add(new TokenEvent[] {Say.admitted(attempt, 0)});
        int at = attempt.getResume().getIdsCount();
        while (at < truth.length) {
            int count = Math.min(truth.length - at, random.nextInt(1, 4));
            records.add(
                    new TokenEvent[] {
                        Say.tokens(attempt, at, Arrays.copyOfRange(truth, at, at + count))
                    });
            at += count;
            if (at < truth.length && random.nextInt(10) == 0) {
                records.add(new TokenEvent[] {Say.alive(attempt)});
            }
        }
        TokenEvent[] last = records.removeLast();
        TokenEvent end =
                happens()
                        ? Say.failed(attempt, ErrorCode.WORKER_STOPPING, "stops")
                        : Say.finished(attempt, FinishReason.STOP);
        records.add(new TokenEvent[] {last[0], end});
        return new Sender("worker-" + random.nextInt(5), records);
    }

    private boolean happens() {
        return random.nextDouble() < trouble;
    }

    private record Sender(String id, List<TokenEvent[]> records) {}
}
