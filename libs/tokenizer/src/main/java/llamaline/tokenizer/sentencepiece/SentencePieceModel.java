package llamaline.tokenizer.sentencepiece;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of a SentencePiece model file, as far as encoding depends on it. A setting that this
 * library does not follow is refused, never ignored.
 *
 * <p>Source: sentencepiece, src/sentencepiece_model.proto (ModelProto).
 *
 * @param pieces the pieces by id
 */
public record SentencePieceModel(List<ModelPiece> pieces) {
    private static final int LONGEST_PIECE = 256;

    public SentencePieceModel {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a tokenizer.model file.
     *
     * @throws TokenizerFormatException where the bytes are no BPE model of Llama's kind
     */
    public static SentencePieceModel read(byte[] file) {
        var reader = new WireReader(file);
        var specs = new ModelSpecs();
        List<ModelPiece> pieces = new ArrayList<>();
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 1 -> pieces.add(piece(reader.message("pieces"), pieces.size()));
                case 2 -> specs.readTrainer(reader.message("trainer_spec"));
                case 3 -> specs.readNormalizer(reader.message("normalizer_spec"));
                case 5 -> specs.readDenormalizer(reader.message("denormalizer_spec"));
                default -> reader.skip();
            }
        }
        if (pieces.isEmpty()) {
            throw reader.error("the file ends without pieces");
        }
        specs.check();
        return new SentencePieceModel(pieces);
    }

    private static ModelPiece piece(WireReader reader, int id) {
        String text = "";
        float score = 0;
        long type = 1;
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 1 -> text = reader.text("pieces[" + id + "].piece");
                case 2 -> score = reader.real("pieces[" + id + "].score");
                case 3 -> type = reader.number("pieces[" + id + "].type");
                default -> reader.skip();
            }
        }
        if (text.isEmpty() || text.length() > LONGEST_PIECE) {
            throw reader.error(
                    "pieces[%d].piece has %d characters; 1 to %d are allowed"
                            .formatted(id, text.length(), LONGEST_PIECE));
        }
        if (Float.isNaN(score)) {
            throw reader.error("pieces[" + id + "].score is not a number");
        }
        return new ModelPiece(text, score, type(reader, type, id));
    }

    private static PieceType type(WireReader reader, long number, int id) {
        String name = "pieces[" + id + "].type is ";
        PieceType type =
                PieceType.of(number)
                        .orElseThrow(() -> reader.error(name + number + ", not 1 to 6"));
        if (type == PieceType.UNUSED) {
            throw reader.error(name + "UNUSED, which is not supported");
        }
        return type;
    }
}
