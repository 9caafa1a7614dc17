package llamaline.modelcard;

import java.util.HashMap;
import java.util.Map;
import llamaline.contract.Names;
import llamaline.v1.ModelCard;
import llamaline.v1.SpecialPiece;

/**
 * The model cards that a reader keeps, by their sizes. Anyone who reaches the broker can announce,
 * and the topic is kept for ever, so one card and all together have their limits. Not thread-safe.
 */
public final class ModelCards {
    /** The largest card in bytes; a published tokenizer takes half a MiB. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    /** The most cards that are kept at once. */
    public static final int MOST_MODELS = 1_000;

    /** The bytes of all cards together; their tokenizers take many times that in a heap. */
    public static final long MOST_BYTES_TOGETHER = 16L * 1024 * 1024;

    private static final int LONGEST_REFUSAL = 1_000;
    private static final int MOST_STOP_IDS = 1_000;

    private final Map<String, Integer> bytes = new HashMap<>();
    private long bytesTogether;

    /**
     * Passes where there is room for a card, in place of an earlier one of its name.
     *
     * @throws RefusedCardException where there is none, or the card is none
     */
    public void check(ModelCard card) {
        checkAlone(card);
        if (bytes.size() >= MOST_MODELS && !bytes.containsKey(card.getModel())) {
            throw new RefusedCardException("%,d models are kept at most".formatted(MOST_MODELS));
        }
        long freed = bytes.getOrDefault(card.getModel(), 0);
        long together = bytesTogether - freed + card.getSerializedSize();
        require("all cards together", together, MOST_BYTES_TOGETHER);
    }

    /**
     * Takes the room for a card.
     *
     * @throws RefusedCardException as {@link #check}
     */
    public void put(ModelCard card) {
        check(card);
        remove(card.getModel());
        bytes.put(card.getModel(), card.getSerializedSize());
        bytesTogether += card.getSerializedSize();
    }

    /** Frees the room of a card. */
    public void remove(String model) {
        Integer freed = bytes.remove(model);
        bytesTogether -= freed == null ? 0 : freed;
    }

    private static void checkAlone(ModelCard card) {
        require("the card's bytes", card.getSerializedSize(), MOST_BYTES);
        if (card.getModel().isEmpty()) {
            throw new RefusedCardException("it names no model");
        }
        require("infill_refusal", card.getInfillRefusal().length(), LONGEST_REFUSAL);
        require("stop_ids", card.getStopIdsCount(), MOST_STOP_IDS);
        requireName("model", card.getModel());
        requireName("family", card.getFamily());
        requireName("size", card.getSize());
        requireName("precision", card.getPrecision());
        requireName("prompts_topic", card.getPromptsTopic());
        requireName("weights_hash", card.getWeightsHash());
        requireName("sha256", card.getTokenizer().getSha256());
        for (SpecialPiece piece : card.getTokenizer().getSpecialPiecesList()) {
            requireName("piece", piece.getPiece());
        }
    }

    private static void requireName(String field, String value) {
        require(field, value.length(), Names.LONGEST);
    }

    private static void require(String what, long length, long most) {
        if (length > most) {
            throw new RefusedCardException(
                    "%s would take %,d, at most %,d are allowed".formatted(what, length, most));
        }
    }
}
