package llamaline.importer.quantization.nf4;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/**
 * Arrays of NumPy in a zip, flat.
 *
 * <p>Source: numpy.lib.format, version 1.0.
 */
final class NpzFile {
    private static final int HEADER_LENGTH_AT = 8;
    private static final int HEADER_AT = 10;

    private final Map<String, ByteBuffer> entries = new TreeMap<>();

    NpzFile(Path npz) {
        try (var zip = new ZipFile(npz.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                entries.put(
                        entry.getName().replace(".npy", ""),
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    float[] floats(String name) {
        ByteBuffer data = data(name, "<f4");
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    byte[] bytes(String name) {
        ByteBuffer data = data(name, "|u1");
        byte[] values = new byte[data.remaining()];
        data.get(values);
        return values;
    }

    /** An array as it stands in the file, of the given type. */
    ByteBuffer data(String name, String type) {
        ByteBuffer file = entries.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no array " + name + " among " + entries.keySet());
        }
        int length = Short.toUnsignedInt(file.getShort(HEADER_LENGTH_AT));
        byte[] description = new byte[length];
        file.get(HEADER_AT, description);
        String header = new String(description, StandardCharsets.ISO_8859_1);
        if (!header.contains("'" + type + "'") || header.contains("'fortran_order': True")) {
            throw new IllegalArgumentException(name + " is not " + type + ": " + header);
        }
        int start = HEADER_AT + length;
        return file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
    }
}
