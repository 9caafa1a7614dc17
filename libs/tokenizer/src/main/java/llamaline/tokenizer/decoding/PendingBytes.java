package llamaline.tokenizer.decoding;

/**
 * The bytes of neighbouring byte pieces, until they are characters: each byte that is part of none
 * becomes U+FFFD. Holds at most three bytes. Not thread-safe.
 *
 * <p>Source: sentencepiece, src/sentencepiece_processor.cc (Decode) and src/util.cc (DecodeUTF8).
 */
final class PendingBytes {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] held = new byte[4];
    private int count;

    /** How many of the held bytes are another text's: as characters they are not shown again. */
    private int foreign;

    /** Takes a byte, and appends the characters that are now whole. */
    void add(int value, StringBuilder text) {
        held[count++] = (byte) value;
        while (count > 0 && isDecided()) {
            takeFirst(text);
        }
    }

    /** No byte follows: what began and is not whole is no character. */
    void end(StringBuilder text) {
        while (count > 0) {
            takeFirst(text);
        }
    }

    /** What is held so far belongs to a text before this one. */
    void beginText() {
        foreign = count;
    }

    /** Whether the first bytes are a character, or can no longer become one. */
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
        boolean isForeign = !isCharacter && foreign > 0;
        foreign = Math.max(0, foreign - taken);
        if (!isForeign) {
            text.appendCodePoint(isCharacter ? codePoint : REPLACEMENT);
        }
    }

    private void drop(int bytes) {
        count -= bytes;
        System.arraycopy(held, bytes, held, 0, count);
    }
}
