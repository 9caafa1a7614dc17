package llamaline.tokenizer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class PendingBytesTest {
    private static final byte[] LIKELY = {
        'a',
        (byte) 0xC3,
        (byte) 0xA9,
        (byte) 0xED,
        (byte) 0x95,
        (byte) 0x9C,
        (byte) 0xF0,
        (byte) 0x9F,
        (byte) 0x98,
        (byte) 0x80
    };

    @Test
    void makesOfAnyBytesTheirCharactersAndOneReplacementForEachOtherByte() {
        Seeds.forEach(
                500,
                random -> {
                    byte[] bytes = likelyBytes(random);
                    var pending = new PendingBytes();
                    var text = new StringBuilder();

                    for (byte value : bytes) {
                        pending.add(value & 0xFF, text);
                    }
                    pending.end(text);

                    assertEquals(byTheBook(bytes), text.toString());
                });
    }

    private static byte[] likelyBytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = LIKELY[random.nextInt(LIKELY.length)];
        }
        return bytes;
    }

    /** Tries every length at every place with the JDK's decoder. */
    private static String byTheBook(byte[] bytes) {
        var text = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            String character = "";
            int length = 0;
            while (character.isEmpty() && at + length < bytes.length && length < 4) {
                length++;
                character = decoded(Arrays.copyOfRange(bytes, at, at + length));
            }
            text.append(character.isEmpty() ? "\uFFFD" : character);
            at += character.isEmpty() ? 1 : length;
        }
        return text.toString();
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }
}
