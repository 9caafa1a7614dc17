package llamaline.tokenizer.sentencepiece;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one protobuf message, in the order of the file; written by hand because this
 * library depends on the JDK alone. Not thread-safe.
 *
 * <p>Source: protobuf.dev, "Encoding".
 */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer bytes;
    private final int base;
    private int wireType;

    WireReader(byte[] file) {
        this(ByteBuffer.wrap(file), 0);
    }

    private WireReader(ByteBuffer bytes, int base) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.base = base;
    }

    /** Moves to the next field and returns its number; 0 at the end. */
    int next() {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        int field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (tag >>> 32 != 0 || field == 0) {
            throw error("no protobuf field begins");
        }
        return field;
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH_DELIMITED -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw error("wire type " + wireType + " is unknown");
        }
    }

    /** Returns the field as an integer, an enumeration's number, or a boolean. */
    long number(String name) {
        require(VARINT, name);
        return varint();
    }

    boolean flag(String name) {
        return number(name) != 0;
    }

    float real(String name) {
        require(FIXED32, name);
        if (bytes.remaining() < 4) {
            throw error(name + " is cut off");
        }
        return bytes.getFloat();
    }

    WireReader message(String name) {
        require(LENGTH_DELIMITED, name);
        int length = length();
        var inner = new WireReader(bytes.slice(bytes.position(), length), position());
        advance(length);
        return inner;
    }

    String text(String name) {
        WireReader value = message(name);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value.bytes).toString();
        } catch (CharacterCodingException _) {
            throw value.error(name + " is not UTF-8");
        }
    }

    boolean isEmptyBytes(String name) {
        return !message(name).bytes.hasRemaining();
    }

    TokenizerFormatException error(String what) {
        return new TokenizerFormatException(
                "not a SentencePiece model: at byte %d %s".formatted(position(), what));
    }

    private int position() {
        return base + bytes.position();
    }

    private void require(int expected, String name) {
        if (wireType != expected) {
            throw error("%s has wire type %d, not %d".formatted(name, wireType, expected));
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw error(
                    "%s bytes are announced and %d left"
                            .formatted(Long.toUnsignedString(length), bytes.remaining()));
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > bytes.remaining()) {
            throw error("the file is cut off");
        }
        bytes.position(bytes.position() + count);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw error("the file is cut off");
            }
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw error("a number is longer than 10 bytes");
    }
}
