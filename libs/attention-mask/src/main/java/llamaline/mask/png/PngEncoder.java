package llamaline.mask.png;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes an image with a palette, row by row: 8 bits a pixel, no filter, not interlaced. Written by
 * hand because {@code javax.imageio} is in java.desktop, which the containers' cut runtime leaves
 * out and a native image cannot do without AWT's libraries; it also holds the whole image. Not
 * thread-safe.
 *
 * <p>Source: W3C, Portable Network Graphics (PNG) Specification, Third Edition, sections 5, 10 and
 * 11.
 */
final class PngEncoder implements AutoCloseable {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int CHUNK_SIZE = 1 << 15;
    private static final byte NO_FILTER = 0;

    private final OutputStream out;
    private final Deflater deflater = new Deflater();
    private final byte[] compressed = new byte[CHUNK_SIZE];
    private final byte[] line;
    private int filled;

    /**
     * Writes the image's header.
     *
     * @param out stays the caller's
     * @param palette colors as 0xRRGGBB, at most 256
     */
    PngEncoder(OutputStream out, int width, int height, List<Integer> palette) throws IOException {
        this.out = out;
        line = new byte[width + 1];
        out.write(SIGNATURE);
        chunk("IHDR", header(width, height));
        chunk("PLTE", colors(palette));
    }

    private static byte[] header(int width, int height) {
        return bytes(data -> {
            data.writeInt(width);
            data.writeInt(height);
            data.write(new byte[] {8, 3, 0, 0, 0});
        });
    }

    private static byte[] colors(List<Integer> palette) {
        return bytes(data -> {
            for (int color : palette) {
                data.writeByte(color >> 16);
                data.writeByte(color >> 8);
                data.writeByte(color);
            }
        });
    }

    /** Writes the next line from the top: {@code width} pixels, each an index of the palette. */
    void line(byte[] pixels) throws IOException {
        line[0] = NO_FILTER;
        System.arraycopy(pixels, 0, line, 1, pixels.length);
        deflater.setInput(line);
        while (!deflater.needsInput()) {
            deflate();
        }
    }

    /** Writes the rest of the pixels and the image's end. */
    void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            deflate();
        }
        chunk("IDAT", Arrays.copyOf(compressed, filled));
        chunk("IEND", new byte[0]);
    }

    private void deflate() throws IOException {
        filled += deflater.deflate(compressed, filled, CHUNK_SIZE - filled);
        if (filled == CHUNK_SIZE) {
            chunk("IDAT", compressed);
            filled = 0;
        }
    }

    private void chunk(String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(content);
        var data = new DataOutputStream(out);
        data.writeInt(content.length);
        data.write(name);
        data.write(content);
        data.writeInt((int) crc.getValue());
        data.flush();
    }

    private interface Content {
        void writeTo(DataOutputStream data) throws IOException;
    }

    private static byte[] bytes(Content content) {
        var bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Frees the compressor's native memory. */
    @Override
    public void close() {
        deflater.close();
    }
}
