package llamaline.worker.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llamaline.importer.quantization.BlockFormat;
import llamaline.importer.quantization.BlockQuantizer;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.nf4.NestedAbsmax;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import llamaline.importer.weights.Precision;
import llamaline.testkit.checkpoint.TestTensor;

/** What is left of a checkpoint's tensors after linear layers went through codes. */
final class RestoredTensors {
    private RestoredTensors() {}

    static Map<String, TestTensor> of(Map<String, TestTensor> tensors, Precision precision) {
        Map<String, TestTensor> restored = new TreeMap<>();
        tensors.forEach((name, tensor) ->
                restored.put(name, name.contains("_proj") ? restore(tensor, precision) : tensor));
        return restored;
    }

    private static TestTensor restore(TestTensor tensor, Precision precision) {
        float[] values = new float[tensor.values().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.values().get(i);
        }
        try {
            float[] restored =
                    switch (precision) {
                        case NF4, NF4_DOUBLE -> nf4(values, precision == Precision.NF4_DOUBLE);
                        case INT4 -> integers(values, tensor.shape(), BlockFormat.INT4);
                        case INT8 -> integers(values, tensor.shape(), BlockFormat.INT8);
                        case AUTO, FLOAT32, FLOAT16, BFLOAT16 -> values;
                    };
            List<Float> list = new ArrayList<>();
            for (float value : restored) {
                list.add(value);
            }
            return new TestTensor("F32", tensor.shape(), list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] nf4(float[] values, boolean doubleQuant) throws IOException {
        var packed = new ByteArrayOutputStream();
        var quantizer =
                new Nf4Quantizer(values.length, (bytes, length) -> packed.write(bytes, 0, length));
        quantizer.accept(values, 0, values.length);
        float[] scales = quantizer.finish();
        float[] restored = new float[values.length];
        new Nf4Dequantizer(
                        packed.toByteArray(),
                        doubleQuant ? NestedAbsmax.of(scales).restore() : scales,
                        values.length)
                .read(0, restored);
        return restored;
    }

    private static float[] integers(float[] values, List<Integer> shape, BlockFormat codes)
            throws IOException {
        int rows = shape.getFirst();
        int columns = shape.getLast();
        var packed = new ByteArrayOutputStream();
        var quantizer =
                new BlockQuantizer(
                        codes,
                        rows,
                        columns,
                        FloatFormat.FLOAT32,
                        (bytes, length) -> packed.write(bytes, 0, length));
        quantizer.accept(values, 0, values.length);
        float[] scales = quantizer.finish();
        byte[] bytes = packed.toByteArray();
        int blocks = (columns + 31) / 32;
        float[] restored = new float[values.length];
        for (int i = 0; i < restored.length; i++) {
            int column = i % columns;
            int block = i / columns * blocks + column / 32;
            int zero = codes == BlockFormat.INT4 ? 8 : 128;
            int index = block * 32 + column % 32;
            int code =
                    codes == BlockFormat.INT4
                            ? (bytes[index / 2] >> (4 * (index % 2))) & 15
                            : Byte.toUnsignedInt(bytes[index]);
            restored[i] = (code - zero) * scales[block];
        }
        return restored;
    }
}
