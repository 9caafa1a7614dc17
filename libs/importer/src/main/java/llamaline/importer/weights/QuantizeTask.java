package llamaline.importer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.checkpoint.safetensors.TensorType;
import llamaline.importer.quantization.BlockCodes;
import llamaline.importer.quantization.BlockMaxima;
import llamaline.importer.quantization.BlockQuantizer;
import llamaline.importer.quantization.ByteSink;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.NestedAbsmax;
import llamaline.importer.quantization.Nf4Quantizer;
import llamaline.importer.quantization.QuantizationException;

/**
 * One tensor as codes and scales: a whole tensor, because double quantisation knows its scales only
 * at the end.
 *
 * @param part index among the matrix's parts
 * @param errors gets what the tensor lost
 */
record QuantizeTask(QuantizedMatrix matrix, int part, TensorErrors errors) implements WeightTask {
    private static final int COPIED_BYTES = 1 << 20;

    @Override
    public long bytes() {
        return matrix.bytes(part);
    }

    @Override
    public byte[] write(BlockReader reader, WeightSink sink) throws IOException {
        var out = new Output(sink, matrix.codesOffset(part));
        float[] scales =
                switch (matrix.parts().get(part)) {
                    case QuantizedPart.Stored(StoredNf4 stored) -> copy(stored, out);
                    case QuantizedPart.Floats floats -> quantize(floats, reader, out);
                };
        out.moveTo(matrix.scalesOffset(part));
        out.write(scales);
        return out.checksum.bytes();
    }

    private static float[] copy(StoredNf4 stored, Output out) throws IOException {
        StoredTensor codes = stored.codes();
        byte[] bytes = new byte[COPIED_BYTES];
        for (long at = 0; at < codes.bytes(); at += COPIED_BYTES) {
            int length = (int) Math.min(COPIED_BYTES, codes.bytes() - at);
            codes.read(at, ByteBuffer.wrap(bytes, 0, length));
            out.write(bytes, length);
        }
        return stored.readScales();
    }

    private float[] quantize(QuantizedPart.Floats floats, BlockReader reader, Output out)
            throws IOException {
        var rows = new FloatRows(floats.part(), reader);
        try {
            return switch (matrix.format()) {
                case NF4 -> nf4(floats, rows, out::write);
                case INT4 -> integers(BlockCodes.INT4, floats, rows, out::write);
                case INT8 -> integers(BlockCodes.INT8, floats, rows, out::write);
            };
        } catch (QuantizationException e) {
            throw floats.part().tensor().wrong(String.valueOf(e.getMessage()));
        }
    }

    private float[] nf4(QuantizedPart.Floats floats, FloatRows rows, ByteSink out)
            throws IOException {
        long count = (long) floats.rows() * floats.columns();
        if (!floats.nestsScales()) {
            var quantizer = new Nf4Quantizer(count, out);
            rows.forEach(quantizer::accept);
            float[] scales = quantizer.finish();
            report(quantizer.errors());
            return scales;
        }
        var maxima = new BlockMaxima(count);
        rows.forEach(maxima::accept);
        float[] scales = NestedAbsmax.of(maxima.finish()).restore();
        var quantizer = new Nf4Quantizer(count, out, scales);
        rows.forEach(quantizer::accept);
        var _ = quantizer.finish();
        report(quantizer.errors());
        return scales;
    }

    private float[] integers(
            BlockCodes codes, QuantizedPart.Floats floats, FloatRows rows, ByteSink out)
            throws IOException {
        var quantizer =
                new BlockQuantizer(
                        codes, floats.rows(), floats.columns(), FloatFormat.FLOAT32, out);
        rows.forEach(quantizer::accept);
        float[] scales = quantizer.finish();
        report(quantizer.errors());
        return scales;
    }

    private void report(ErrorStatistics lost) {
        errors.add(matrix.parts().get(part).name(), lost);
    }

    /** Rows of one part, padded, as floats. */
    private record FloatRows(MatrixPart part, BlockReader reader) {
        interface Consumer {
            void accept(float[] values, int from, int to) throws IOException;
        }

        void forEach(Consumer consumer) throws IOException {
            var weight = new Weight("", TensorType.FLOAT32, false, 0, List.of(part));
            float[] values = new float[0];
            for (Block block : Block.of(weight)) {
                ByteBuffer bytes = reader.read(block);
                int count = bytes.remaining() / Float.BYTES;
                values = values.length < count ? new float[count] : values;
                bytes.asFloatBuffer().get(values, 0, count);
                consumer.accept(values, 0, count);
            }
        }
    }

    /** Writes and checks bytes that follow each other. */
    private static final class Output {
        private final WeightSink sink;
        private final BlockChecksum checksum = new BlockChecksum();
        private long position;

        Output(WeightSink sink, long position) {
            this.sink = sink;
            this.position = position;
        }

        void moveTo(long newPosition) {
            position = newPosition;
        }

        void write(byte[] bytes, int length) throws IOException {
            checksum.update(bytes, length);
            sink.write(ByteBuffer.wrap(bytes, 0, length), position);
            position += length;
        }

        void write(float[] values) throws IOException {
            ByteBuffer bytes =
                    ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            write(bytes.array(), bytes.capacity());
        }
    }
}
