package llamaline.gateway.grpc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.ShownText;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the gzip messages of one call, which together may hold so much and no more: it stops at
 * the first byte beyond, so that it never takes more memory than that. Not thread-safe.
 */
final class MessageInflater {
    private final long limitBytes;
    private long leftBytes;

    /**
     * @param limitBytes that all messages may hold together
     */
    MessageInflater(long limitBytes) {
        this.limitBytes = limitBytes;
        this.leftBytes = limitBytes;
    }

    /**
     * A message as it was before it was compressed.
     *
     * @throws RefusedException where it is too large, or no gzip
     */
    byte[] inflate(byte[] compressed) {
        int mostBytes = (int) Math.min(leftBytes, Integer.MAX_VALUE - 1);
        byte[] message = read(compressed, mostBytes + 1);
        if (message.length > mostBytes) {
            throw new RefusedException(tooLarge());
        }
        leftBytes -= message.length;
        return message;
    }

    private static byte[] read(byte[] compressed, int mostBytes) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readNBytes(mostBytes);
        } catch (EOFException | ZipException e) {
            Refusal refusal =
                    new Refusal(
                            RefusalCode.INVALID_REQUEST,
                            "A message that is marked as compressed is not valid gzip.",
                            null);
            throw new RefusedException(refusal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Refusal tooLarge() {
        return new Refusal(
                RefusalCode.BODY_TOO_LARGE,
                "The message holds more than %d bytes, which is the limit.".formatted(limitBytes),
                null);
    }

    static Refusal unknown(@Nullable String encoding) {
        return new Refusal(
                RefusalCode.UNSUPPORTED_ENCODING,
                "The grpc-encoding '%s' is unknown; 'gzip' and 'identity' are allowed."
                        .formatted(ShownText.shortened(String.valueOf(encoding))),
                null);
    }
}
