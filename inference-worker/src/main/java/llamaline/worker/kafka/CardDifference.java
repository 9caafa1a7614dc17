package llamaline.worker.kafka;

import java.util.Optional;
import llamaline.v1.ModelCard;

/** Compares two cards of one name: workers whose cards differ would complete differently. */
final class CardDifference {
    private CardDifference() {}

    /** Names the first field that differs, with both values. */
    static Optional<String> between(ModelCard announced, ModelCard mine) {
        return field("vocabulary", announced.getVocabulary(), mine.getVocabulary())
                .or(() ->
                        field(
                                "tokenizer.sha256",
                                announced.getTokenizer().getSha256(),
                                mine.getTokenizer().getSha256()))
                .or(() -> field("weights_hash", announced.getWeightsHash(), mine.getWeightsHash()));
    }

    private static Optional<String> field(String name, Object announced, Object mine) {
        return announced.equals(mine)
                ? Optional.empty()
                : Optional.of("%s is %s there and %s here".formatted(name, announced, mine));
    }
}
