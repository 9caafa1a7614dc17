package llamaline.importer.weights.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import llamaline.importer.checkpoint.bitsandbytes.StoredNf4;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.quantization.BlockFormat;
import llamaline.importer.quantization.BlockQuantizer;
import llamaline.importer.quantization.ByteSink;
import llamaline.importer.quantization.ErrorStatistics;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.quantization.QuantizationException;
import llamaline.importer.quantization.nf4.BlockMaxima;
import llamaline.importer.quantization.nf4.NestedAbsmax;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import llamaline.importer.weights.QuantizedMatrix;
import llamaline.importer.weights.rows.Block;
import llamaline.importer.weights.rows.BlockReader;
import llamaline.importer.weights.rows.MatrixPart;
import llamaline.importer.weights.rows.StackedRows;
import llamaline.importer.weights.rows.TensorErrors;

/**
 * Writes the quantized values and scales of one tensor: a whole tensor, because double quantization
 * knows its scales only at the end.
 *
 * @param index of the tensor among the matrix's parts
 * @param errors gets what the tensor lost
 */
record QuantizeTask(QuantizedMatrix matrix, int index, TensorErrors errors) implements WeightTask {
    private static final int COPIED_BYTES = 1 << 20;

    @Override
    public long bytes() {
        return matrix.bytes(index);
    }

    @Override
    public byte[] write(BlockReader reader, WeightSink sink) throws IOException {
        var out = new Output(sink, matrix.offset(index));
        float[] scales =
                switch (matrix.origin()) {
                    case STORED -> copy(part().storedNf4().orElseThrow(), out);
                    case QUANTIZED, DOUBLE_QUANT -> quantize(new FloatRows(part(), reader), out);
                };
        out.moveTo(matrix.scalesOffset(index));
        out.write(scales);
        return out.checksum.bytes();
    }

    private MatrixPart part() {
        return matrix.parts().get(index);
    }

    private static float[] copy(StoredNf4 stored, Output out) throws IOException {
        StoredTensor packed = stored.packed();
        byte[] bytes = new byte[COPIED_BYTES];
        for (long at = 0; at < packed.bytes(); at += COPIED_BYTES) {
            int length = (int) Math.min(COPIED_BYTES, packed.bytes() - at);
            packed.read(at, ByteBuffer.wrap(bytes, 0, length));
            out.write(bytes, length);
        }
        return stored.readScales();
    }

    private float[] quantize(FloatRows rows, Output out) throws IOException {
        try {
            return switch (matrix.format()) {
                case NF4 ->
                        matrix.origin() == QuantizedMatrix.Origin.DOUBLE_QUANT
                                ? doubleQuant(rows, out::write)
                                : nf4(rows, out::write);
                case INT4 -> integers(BlockFormat.INT4, rows, out::write);
                case INT8 -> integers(BlockFormat.INT8, rows, out::write);
            };
        } catch (QuantizationException e) {
            throw part().tensor().wrong(String.valueOf(e.getMessage()));
        }
    }

    private float[] nf4(FloatRows rows, ByteSink out) throws IOException {
        var quantizer = new Nf4Quantizer(rows.count(), out);
        rows.forEach(quantizer::accept);
        float[] scales = quantizer.finish();
        report(quantizer.errors());
        return scales;
    }

    private float[] doubleQuant(FloatRows rows, ByteSink out) throws IOException {
        var maxima = new BlockMaxima(rows.count());
        rows.forEach(maxima::accept);
        float[] scales = NestedAbsmax.of(maxima.finish()).restore();
        var quantizer = new Nf4Quantizer(rows.count(), out, scales);
        rows.forEach(quantizer::accept);
        var _ = quantizer.finish();
        report(quantizer.errors());
        return scales;
    }

    private float[] integers(BlockFormat format, FloatRows rows, ByteSink out) throws IOException {
        int height = part().rows().length();
        int width = part().columns().length();
        var quantizer = new BlockQuantizer(format, height, width, FloatFormat.FLOAT32, out);
        rows.forEach(quantizer::accept);
        float[] scales = quantizer.finish();
        report(quantizer.errors());
        return scales;
    }

    private void report(ErrorStatistics lost) {
        errors.add(part().tensor().name(), lost);
    }

    /** The rows of one part, padded, as floats. */
    private record FloatRows(MatrixPart part, BlockReader reader) {
        interface Consumer {
            void accept(float[] values, int from, int to) throws IOException;
        }

        long count() {
            return (long) part.rows().length() * part.columns().length();
        }

        void forEach(Consumer consumer) throws IOException {
            float[] values = new float[0];
            for (Block block : Block.of(new StackedRows(FloatFormat.FLOAT32, List.of(part)))) {
                ByteBuffer bytes = reader.read(block);
                int count = bytes.remaining() / Float.BYTES;
                values = values.length < count ? new float[count] : values;
                bytes.asFloatBuffer().get(values, 0, count);
                consumer.accept(values, 0, count);
            }
        }
    }

    /** Writes and checks bytes that follow each other. Not thread-safe. */
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
