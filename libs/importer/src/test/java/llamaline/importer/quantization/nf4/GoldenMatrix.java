package llamaline.importer.quantization.nf4;

import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llamaline.importer.quantization.FloatFormat;
import llamaline.testkit.Conformance;

/** A matrix as bitsandbytes 0.50.2 quantized it. */
record GoldenMatrix(String name, NpzFile arrays) {
    private static final List<String> SHIPPED =
            List.of("m0-fp16-128x128.npz", "m4-fp32-65x63-odd-count.npz");
    private static final List<String> OTHERS =
            List.of(
                    "m1-fp16-344x128-outliers.npz",
                    "m2-bf16-128x344.npz",
                    "m3-fp32-257x96-short-last-block.npz",
                    "m5-fp16-1024x160-zeros-constants-extremes.npz");

    static Stream<GoldenMatrix> all() {
        Stream<GoldenMatrix> here = SHIPPED.stream().map(name -> of(shipped(), name));
        if (!Conformance.isHere("nf4", OTHERS.size())) {
            return here;
        }
        Path folder = Conformance.folder("nf4").orElseThrow();
        return Stream.concat(here, OTHERS.stream().map(name -> of(folder, name)));
    }

    private static Path shipped() {
        try {
            return Path.of(Objects.requireNonNull(GoldenMatrix.class.getResource(".")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoldenMatrix of(Path folder, String name) {
        return new GoldenMatrix(name, new NpzFile(folder.resolve(name)));
    }

    /** The type of the matrix that was quantized. */
    FloatFormat format() {
        if (arrays.has("source_f16")) {
            return FloatFormat.FLOAT16;
        }
        return arrays.has("source_bits_u16") ? FloatFormat.BFLOAT16 : FloatFormat.FLOAT32;
    }

    /** Its bytes in that type. */
    ByteBuffer stored() {
        return switch (format()) {
            case FLOAT32 -> arrays.data("source_f32", "<f4");
            case FLOAT16 -> arrays.data("source_f16", "<f2");
            case BFLOAT16 -> arrays.data("source_bits_u16", "<u2");
        };
    }

    /** The values of the matrix, exactly. */
    float[] values() {
        ByteBuffer stored = stored().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[stored.remaining() / format().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (format()) {
                        case FLOAT32 -> stored.getFloat();
                        case FLOAT16 -> Float.float16ToFloat(stored.getShort());
                        case BFLOAT16 -> Float.intBitsToFloat(stored.getShort() << Short.SIZE);
                    };
        }
        return values;
    }

    float offset() {
        return arrays.floats("nested_offset")[0];
    }

    @Override
    public String toString() {
        return name;
    }
}
