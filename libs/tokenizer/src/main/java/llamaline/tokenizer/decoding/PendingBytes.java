package llamaline.tokenizer.decoding;

/**
 * The bytes of neighbouring byte pieces that are not yet whole characters. A byte that is part of
 * none becomes U+FFFD. Holds at most three bytes between calls. Not thread-safe.
 *
 * <p>Source: sentencepiece, src/sentencepiece_processor.cc (Decode) and src/util.cc (DecodeUTF8).
 */
final class PendingBytes {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] held = new byte[4];
    private int count;

    /**
     * Counts the held bytes that belong to the prompt: where they turn out to be no character, they
     * are not shown again.
     */
    private int ofPrompt;

    /** Adds a byte, and appends the characters that are now whole. */
    void add(int value, StringBuilder text) {
        held[count++] = (byte) value;
        while (count > 0 && isDecided()) {
            takeFirst(text);
        }
    }

    /**
     * Ends the run of bytes: a character that began and is not whole becomes U+FFFD for each byte.
     */
    void end(StringBuilder text) {
        while (count > 0) {
            takeFirst(text);
        }
    }

    /** Assigns the bytes held so far to the prompt. */
    void beginText() {
        ofPrompt = count;
    }

    /** Tells whether the first bytes are a character, or can no longer become one. */
    private boolean isDecided() {
        return count >= Utf8.length(held[0] & 0xFF)
                || (count > 1 && !Utf8.isTrailing(held[count - 1]));
    }

    private void takeFirst(StringBuilder text) {
        int length = Utf8.length(held[0] & 0xFF);
        int codePoint = length > count ? -1 : Utf8.codePoint(held, 0, length);
        boolean isCharacter = codePoint >= 0;
        int taken = isCharacter ? length : 1;
        drop(taken);
        boolean isOfPrompt = !isCharacter && ofPrompt > 0;
        ofPrompt = Math.max(0, ofPrompt - taken);
        if (!isOfPrompt) {
            text.appendCodePoint(isCharacter ? codePoint : REPLACEMENT);
        }
    }

    private void drop(int bytes) {
        count -= bytes;
        System.arraycopy(held, bytes, held, 0, count);
    }
}
