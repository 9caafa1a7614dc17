package llamaline.gateway.tokenizer;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A checkpoint's tokenizer.model, byte for byte.
 *
 * @param sha256 of the bytes, hexadecimal
 */
public record VocabularyFile(ByteString bytes, String sha256) {
    /** The file that a checkpoint has it in. */
    public static final String NAME = "tokenizer.model";

    static VocabularyFile of(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.asReadOnlyByteBufferList().forEach(digest::update);
            return new VocabularyFile(bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
