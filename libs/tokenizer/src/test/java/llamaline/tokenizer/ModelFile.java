package llamaline.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import llamaline.tokenizer.sentencepiece.PieceType;

/** Writes a SentencePiece model file, field by field. */
public final class ModelFile {
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private final ByteArrayOutputStream trainer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream denormalizer = new ByteArrayOutputStream();

    /** As Llama's models begin: three control pieces, 256 bytes, and its settings. */
    public static ModelFile llama() {
        var file = new ModelFile();
        file.piece("<unk>", 0, PieceType.UNKNOWN);
        file.piece("<s>", 0, PieceType.CONTROL);
        file.piece("</s>", 0, PieceType.CONTROL);
        for (int value = 0; value < 256; value++) {
            file.piece("<0x%02X>".formatted(value), 0, PieceType.BYTE);
        }
        return file.settings();
    }

    /** Llama's: BPE with byte fallback, a space put before the text, all spaces kept. */
    public ModelFile settings() {
        return trainer(3, 2).trainer(35, 1).normalizer(3, 1).normalizer(4, 0);
    }

    public ModelFile piece(String text, float score, PieceType type) {
        var piece = new ByteArrayOutputStream();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint((1 << 3) | 2, piece);
        varint(utf8.length, piece);
        piece.writeBytes(utf8);
        varint((2 << 3) | 5, piece);
        var bits = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(score);
        piece.writeBytes(bits.array());
        number(3, type.number(), piece);
        message(1, piece, pieces);
        return this;
    }

    public ModelFile trainer(int field, long value) {
        number(field, value, trainer);
        return this;
    }

    public ModelFile normalizer(int field, long value) {
        number(field, value, normalizer);
        return this;
    }

    /** A field that holds bytes, of a message of the model's. */
    public ModelFile bytes(int message, int field, String value) {
        var text = new ByteArrayOutputStream();
        text.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        message(
                field,
                text,
                switch (message) {
                    case 2 -> trainer;
                    case 3 -> normalizer;
                    default -> denormalizer;
                });
        return this;
    }

    public byte[] bytes() {
        var file = new ByteArrayOutputStream();
        file.writeBytes(pieces.toByteArray());
        message(2, trainer, file);
        message(3, normalizer, file);
        if (denormalizer.size() > 0) {
            message(5, denormalizer, file);
        }
        return file.toByteArray();
    }

    public CodeLlamaTokenizer open() {
        return CodeLlamaTokenizer.of(bytes(), TokenizerOptions.codeLlama());
    }

    private static void number(int field, long value, ByteArrayOutputStream out) {
        varint((long) field << 3, out);
        varint(value, out);
    }

    private static void message(int field, ByteArrayOutputStream inner, ByteArrayOutputStream out) {
        varint(((long) field << 3) | 2, out);
        varint(inner.size(), out);
        out.writeBytes(inner.toByteArray());
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
