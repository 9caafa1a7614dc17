package llamaline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A NumPy array of float32, little-endian and in C order.
 *
 * <p>Source: numpy.lib.format, versions 1.0 to 3.0.
 */
public final class NumpyArray {
    private static final int MAGIC_LENGTH = 6;
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

    private final List<Integer> shape;
    private final float[] values;

    private NumpyArray(List<Integer> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Reads a file whole.
     *
     * @throws IllegalArgumentException where the file holds another kind of array
     */
    public static NumpyArray read(Path npy) {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NumpyArray parse(ByteBuffer file) {
        int major = file.get(MAGIC_LENGTH);
        file.position(MAGIC_LENGTH + 2);
        int length = major == 1 ? file.getShort() & 0xffff : file.getInt();
        byte[] header = new byte[length];
        file.get(header);
        String description = new String(header, StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(description);
        if (!description.contains("'<f4'")
                || description.contains("'fortran_order': True")
                || !shape.find()) {
            throw new IllegalArgumentException("not float32 in C order: " + description);
        }
        List<Integer> sizes =
                Stream.of(shape.group(1).split(","))
                        .map(String::strip)
                        .filter(size -> !size.isEmpty())
                        .map(Integer::valueOf)
                        .toList();
        float[] values = new float[sizes.stream().reduce(1, Math::multiplyExact)];
        file.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new NumpyArray(sizes, values);
    }

    /** The sizes of the dimensions, the outermost first. */
    public List<Integer> shape() {
        return shape;
    }

    /**
     * Copies the values at an index of the outermost dimension.
     *
     * @param index in [0, shape[0])
     */
    public float[] row(int index) {
        int length = values.length / shape.getFirst();
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }

    /** Copies all values. */
    public float[] toArray() {
        return values.clone();
    }
}
