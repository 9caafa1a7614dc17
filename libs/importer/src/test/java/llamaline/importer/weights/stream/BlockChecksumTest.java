package llamaline.importer.weights.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BlockChecksumTest {
    @Test
    void holdsBothChecksOfTheStandardsExample() {
        // The check values of CRC-32/ISO-HDLC and CRC-32/ISCSI.
        assertEquals("cbf43926e3069283", HexFormat.of().formatHex(of("123456789")));
    }

    @Test
    void isTheSameForABufferInPieces() {
        byte[] text = "def f(x):".getBytes(StandardCharsets.UTF_8);
        var inPieces = new BlockChecksum();
        inPieces.update(ByteBuffer.wrap(text, 0, 4));
        inPieces.update(Arrays.copyOfRange(text, 4, text.length), text.length - 4);
        assertArrayEquals(of("def f(x):"), inPieces.bytes());
    }

    @Test
    void differsForOneBit() {
        assertFalse(Arrays.equals(of("weights"), of("weighus")));
    }

    private static byte[] of(String text) {
        var checksum = new BlockChecksum();
        checksum.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return checksum.bytes();
    }
}
