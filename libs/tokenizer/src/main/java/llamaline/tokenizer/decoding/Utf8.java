package llamaline.tokenizer.decoding;

/** Reads characters from UTF-8 bytes. Source: RFC 3629. */
final class Utf8 {
    private Utf8() {}

    /**
     * Returns the length in bytes of a character that begins with {@code lead}; 1 where none does.
     */
    static int length(int lead) {
        if ((lead & 0xE0) == 0xC0) {
            return 2;
        }
        if ((lead & 0xF0) == 0xE0) {
            return 3;
        }
        return (lead & 0xF8) == 0xF0 ? 4 : 1;
    }

    static boolean isTrailing(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /**
     * Returns the character that {@code bytes[from, from + length)} are, with {@code length} that
     * of the first; -1 where they are none: an overlong form is none, nor is half of a surrogate
     * pair.
     */
    static int codePoint(byte[] bytes, int from, int length) {
        if (length == 1) {
            return bytes[from] >= 0 ? bytes[from] : -1;
        }
        int codePoint = bytes[from] & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            if (!isTrailing(bytes[from + i])) {
                return -1;
            }
            codePoint = (codePoint << 6) | (bytes[from + i] & 0x3F);
        }
        int smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        boolean isCharacter =
                codePoint >= smallest
                        && codePoint <= Character.MAX_CODE_POINT
                        && (codePoint < 0xD800 || codePoint > 0xDFFF);
        return isCharacter ? codePoint : -1;
    }
}
