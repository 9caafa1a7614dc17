package llamaline.importer.weights.rows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.quantization.FloatFormat;

/** The elements of one type in a little-endian buffer whose position is 0, by index. */
record FloatElements(FloatFormat type, ByteBuffer bytes) {
    /** The elements that are converted at a time: few enough for a core's cache. */
    private static final int CHUNK = 4096;

    private static final int FLOAT16_INFINITY = 0x7c00;
    private static final int BFLOAT16_INFINITY = 0x7f80;
    private static final int WITHOUT_SIGN = 0x7fff;
    private static final int FLOAT32_INFINITY = 0x7f80_0000;
    private static final int FLOAT32_WITHOUT_SIGN = 0x7fff_ffff;

    FloatElements {
        if (bytes.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("the buffer must be little-endian");
        }
    }

    /**
     * Copies {@code count} elements, rounding to nearest even where the other type is narrower.
     *
     * @return whether every finite element stayed finite
     */
    boolean copy(int index, FloatElements to, int toIndex, int count) {
        if (type == to.type) {
            int size = type.bytes();
            to.bytes.put(toIndex * size, bytes, index * size, count * size);
            return true;
        }
        boolean fits = true;
        float[] chunk = new float[Math.min(CHUNK, count)];
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(CHUNK, count - done);
            get(index + done, chunk, length);
            fits &= to.put(toIndex + done, chunk, length);
        }
        return fits;
    }

    /**
     * Tells whether none of {@code count} elements is infinite or NaN: whether no exponent is all
     * ones. It looks at eight bytes at a time, with a carry into each sign's place.
     */
    boolean areFinite(int index, int count) {
        int first = index * type.bytes();
        int size = count * type.bytes();
        int words = size / Long.BYTES;
        LongBuffer stored = bytes.slice(first, size).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long[] chunk = new long[Math.min(CHUNK, words)];
        long carries = carries(tail(first, size));
        for (int done = 0; done < words; done += CHUNK) {
            int length = Math.min(CHUNK, words - done);
            stored.get(done, chunk, 0, length);
            carries |= carries(chunk, length);
        }
        return (carries & signs()) == 0;
    }

    /** Measures what all elements lose by rounding to another type. */
    ErrorStatistics lossAs(FloatFormat other) {
        int count = bytes.limit() / type.bytes();
        var rounded =
                new FloatElements(
                        other,
                        ByteBuffer.allocate(CHUNK * other.bytes()).order(ByteOrder.LITTLE_ENDIAN));
        float[] values = new float[CHUNK];
        float[] restored = new float[CHUNK];
        var errors = new ErrorStatistics();
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(CHUNK, count - done);
            get(done, values, length);
            var _ = rounded.put(0, values, length);
            rounded.get(0, restored, length);
            errors.add(values, 0, restored, length);
        }
        return errors;
    }

    /** Sets elements to zero. */
    void clear(int index, int count) {
        int size = type.bytes();
        MemorySegment.ofBuffer(bytes.slice(index * size, count * size)).fill((byte) 0);
    }

    /** Reads {@code count} elements as floats. */
    void get(int index, float[] into, int count) {
        switch (type) {
            case FLOAT32 -> bytes.asFloatBuffer().get(index, into, 0, count);
            case FLOAT16 -> {
                short[] halves = halves(index, count);
                for (int i = 0; i < count; i++) {
                    into[i] = Float.float16ToFloat(halves[i]);
                }
            }
            case BFLOAT16 -> {
                short[] halves = halves(index, count);
                for (int i = 0; i < count; i++) {
                    into[i] = Float.intBitsToFloat(halves[i] << Short.SIZE);
                }
            }
        }
    }

    /**
     * Writes {@code count} floats, rounded to nearest even.
     *
     * @return whether every finite float stayed finite
     */
    boolean put(int index, float[] from, int count) {
        if (type == FloatFormat.FLOAT32) {
            bytes.asFloatBuffer().put(index, from, 0, count);
            return true;
        }
        short[] halves = new short[count];
        for (int i = 0; i < count; i++) {
            halves[i] =
                    type == FloatFormat.FLOAT16 ? Float.floatToFloat16(from[i]) : bfloat16(from[i]);
        }
        bytes.asShortBuffer().put(index, halves, 0, count);
        int infinity = type == FloatFormat.FLOAT16 ? FLOAT16_INFINITY : BFLOAT16_INFINITY;
        boolean fits = true;
        for (int i = 0; i < count; i++) {
            fits &= (halves[i] & WITHOUT_SIGN) != infinity || Float.isInfinite(from[i]);
        }
        return fits;
    }

    private long carries(long[] words, int length) {
        long exponents = exponents();
        long lowest = lowestOfExponents();
        long carries = 0;
        for (int i = 0; i < length; i++) {
            carries |= (words[i] & exponents) + lowest;
        }
        return carries;
    }

    private long carries(long word) {
        return carries(new long[] {word}, 1);
    }

    /** Reads the bytes behind the last whole word, and zeros. */
    private long tail(int first, int size) {
        long word = 0;
        for (int i = size - size % Long.BYTES; i < size; i++) {
            word |= (bytes.get(first + i) & 0xffL) << ((i % Long.BYTES) * Byte.SIZE);
        }
        return word;
    }

    private long signs() {
        return type == FloatFormat.FLOAT32 ? 0x8000_0000_8000_0000L : 0x8000_8000_8000_8000L;
    }

    private long exponents() {
        return switch (type) {
            case FLOAT32 -> 0x7f80_0000_7f80_0000L;
            case FLOAT16 -> 0x7c00_7c00_7c00_7c00L;
            case BFLOAT16 -> 0x7f80_7f80_7f80_7f80L;
        };
    }

    private long lowestOfExponents() {
        return signs() - exponents();
    }

    private short[] halves(int index, int count) {
        short[] halves = new short[count];
        bytes.asShortBuffer().get(index, halves, 0, count);
        return halves;
    }

    /**
     * Rounds to the upper half of the bits: it adds just under half of its last place, or half
     * where that is odd.
     */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int odd = bits >>> Short.SIZE & 1;
        int rounded = bits + WITHOUT_SIGN + odd;
        boolean isNaN = (bits & FLOAT32_WITHOUT_SIGN) > FLOAT32_INFINITY;
        return (short) ((isNaN ? bits | 0x40_0000 : rounded) >>> Short.SIZE);
    }
}
