package llamaline.tokenizer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void readsEveryCharacterThatTheJdkWrites() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);

                assertEquals(bytes.length, Utf8.length(bytes[0] & 0xFF));
                assertEquals(codePoint, Utf8.codePoint(bytes, 0, bytes.length));
            }
        }
    }

    /** Overlong forms, halves of a surrogate pair, a character beyond the last, a cut one. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xC080_0000,
                0xE080_8000,
                0xF080_8080,
                0xEDA0_8000,
                0xEDBF_BF00,
                0xF490_8080,
                0xE282_2000,
                0xFF00_0000
            })
    void takesNoOtherBytesForACharacter(int bigEndian) {
        byte[] bytes = {
            (byte) (bigEndian >>> 24),
            (byte) (bigEndian >>> 16),
            (byte) (bigEndian >>> 8),
            (byte) bigEndian
        };

        assertEquals(-1, Utf8.codePoint(bytes, 0, Utf8.length(bytes[0] & 0xFF)));
    }
}
