package llamaline.importer.checkpoint.tokenizer;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import llamaline.testkit.Goldens;

/**
 * Tokenizer models of any size: the demo model's, with pieces that no text reaches behind it and
 * the infilling pieces left or renamed.
 *
 * <p>Source of the fields: sentencepiece, src/sentencepiece_model.proto.
 */
public final class PieceModel {
    private static final int PIECES = 1;
    private static final int TEXT = 1;
    private static final int SCORE = 2;
    private static final int TYPE = 3;
    private static final int USER_DEFINED = 4;
    private static final float LOWEST = -1e9f;
    private static final List<String> INFILLING = List.of("▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>");

    private PieceModel() {}

    /**
     * A tokenizer.model.
     *
     * @param pieces at least those of the demo model
     */
    public static byte[] of(int pieces, boolean canInfill) {
        try {
            byte[] demo = Files.readAllBytes(Goldens.demoModel().resolve("tokenizer.model"));
            var bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            int count = copy(CodedInputStream.newInstance(demo), out, canInfill);
            for (int id = count; id < pieces; id++) {
                out.writeBytes(PIECES, filler(id));
            }
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int copy(CodedInputStream in, CodedOutputStream out, boolean canInfill)
            throws IOException {
        int count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            ByteString value = in.readBytes();
            if (field == PIECES) {
                boolean isInfilling = INFILLING.stream().anyMatch(piece -> isPiece(value, piece));
                out.writeBytes(field, isInfilling && !canInfill ? filler(count) : value);
                count++;
            } else {
                out.writeBytes(field, value);
            }
        }
        return count;
    }

    private static boolean isPiece(ByteString entry, String piece) {
        byte[] text = piece.getBytes(StandardCharsets.UTF_8);
        return entry.size() > text.length + 2
                && entry.substring(2, 2 + text.length).equals(ByteString.copyFrom(text));
    }

    private static ByteString filler(int id) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeString(TEXT, "\uE000filler" + id);
        out.writeFloat(SCORE, LOWEST);
        out.writeEnum(TYPE, USER_DEFINED);
        out.flush();
        return bytes.toByteString();
    }
}
