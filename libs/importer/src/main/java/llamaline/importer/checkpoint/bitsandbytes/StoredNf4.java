package llamaline.importer.checkpoint.bitsandbytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.checkpoint.safetensors.SafetensorsType;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.quantization.QuantizationException;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import llamaline.importer.quantization.nf4.Nf4Table;
import llamaline.importer.quantization.nf4.QuantState;
import llamaline.importer.quantization.nf4.QuantState.Scales;

/**
 * A matrix that bitsandbytes quantized to NF4, as a checkpoint stores it. Thread-safe.
 *
 * <p>Source: bitsandbytes 0.50.2, functional.py (QuantState.from_dict).
 *
 * @param packed U8 with two values a byte, under the weight's name
 * @param state the shape of the matrix, and how its scales are stored
 * @param scales tensors that have the weight's name with a suffix
 */
public record StoredNf4(StoredTensor packed, QuantState state, ScaleTensors scales)
        implements Nf4Blocks {
    /**
     * The tensors that the scales are stored in.
     *
     * @param absmax the scales, in float32 or in 8 bits
     * @param nested empty, or the scales' own scales and the table of their 8-bit values
     */
    record ScaleTensors(StoredTensor absmax, List<StoredTensor> nested) {
        ScaleTensors {
            nested = List.copyOf(nested);
        }
    }

    /**
     * Finds the tensors of a weight.
     *
     * @param weight name of the weight, and of its packed values
     * @return empty where the weight is not one of bitsandbytes'
     * @throws ModelFileException where a tensor is missing, or they do not fit together
     */
    public static Optional<StoredNf4> find(CheckpointTensors tensors, String weight) {
        return tensors.find(weight + QuantState.SUFFIX)
                .map(state -> new Reader(tensors, weight).read(state));
    }

    public String name() {
        return packed.name();
    }

    /** Reads the matrix's scales: float[ceil(rows * columns / 64)]. */
    public float[] readScales() throws IOException {
        return readScales(0, Nf4Quantizer.blocks(state.count()));
    }

    /** Reads the scales of blocks [first, end). */
    private float[] readScales(int first, int end) throws IOException {
        return switch (state.scales()) {
            case Scales.Plain() -> floats(scales.absmax, first, end);
            case Scales.Nested nested -> {
                int firstNested = first / QuantState.NESTED_BLOCK_SIZE;
                int start = firstNested * QuantState.NESTED_BLOCK_SIZE;
                float[] restored =
                        QuantState.restore(
                                nested,
                                bytes(scales.absmax, start, end),
                                floats(scales.nested.getLast(), 0, QuantState.NESTED_CODES),
                                floats(
                                        scales.nested.getFirst(),
                                        firstNested,
                                        QuantState.nestedBlocks(end)));
                yield Arrays.copyOfRange(restored, first - start, end - start);
            }
        };
    }

    @Override
    public Nf4Dequantizer blocks(int first, int end) throws IOException {
        long start = (long) first * Nf4Quantizer.BLOCK_SIZE;
        long count = Math.min((long) end * Nf4Quantizer.BLOCK_SIZE, state.count()) - start;
        long size = Nf4Quantizer.packedBytes(count);
        return new Nf4Dequantizer(
                bytes(packed, start / 2, start / 2 + size), readScales(first, end), count);
    }

    private static byte[] bytes(StoredTensor tensor, long start, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - start));
        tensor.read(start, bytes);
        return bytes.array();
    }

    private static float[] floats(StoredTensor tensor, int start, int end) throws IOException {
        byte[] bytes = bytes(tensor, (long) start * Float.BYTES, (long) end * Float.BYTES);
        float[] floats = new float[end - start];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** Takes the tensors of one weight out of the checkpoint's. */
    private record Reader(CheckpointTensors tensors, String weight) {
        StoredNf4 read(StoredTensor json) {
            try {
                QuantState state = QuantState.parse(bytes(json, 0, json.bytes()));
                StoredTensor packed = packed(state);
                requireTable();
                return new StoredNf4(packed, state, scales(state));
            } catch (QuantizationException e) {
                throw json.wrong(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw ModelFileException.unreadable(weight, e);
            }
        }

        /** Takes the packed values. Their shape says nothing: the matrix's stands in the state. */
        private StoredTensor packed(QuantState state) {
            StoredTensor packed = tensors.take(weight);
            long size = Nf4Quantizer.packedBytes(state.count());
            if (packed.type() != SafetensorsType.U8 || packed.bytes() != size) {
                throw packed.wrong(
                        "is %s %s, must be %d bytes of codes for a matrix of %d x %d"
                                .formatted(
                                        packed.type(),
                                        packed.dimensions(),
                                        size,
                                        state.rows(),
                                        state.columns()));
            }
            return packed;
        }

        private void requireTable() throws IOException {
            StoredTensor map =
                    sized(QuantState.MAP_SUFFIX, SafetensorsType.F32, Nf4Table.values().length);
            try {
                QuantState.requireNf4(floats(map, 0, Nf4Table.values().length));
            } catch (QuantizationException e) {
                throw map.wrong(String.valueOf(e.getMessage()));
            }
        }

        private ScaleTensors scales(QuantState state) {
            int blocks = Nf4Quantizer.blocks(state.count());
            return switch (state.scales()) {
                case Scales.Plain() ->
                        new ScaleTensors(
                                sized(QuantState.ABSMAX_SUFFIX, SafetensorsType.F32, blocks),
                                List.of());
                case Scales.Nested _ ->
                        new ScaleTensors(
                                sized(QuantState.ABSMAX_SUFFIX, SafetensorsType.U8, blocks),
                                List.of(
                                        sized(
                                                QuantState.NESTED_ABSMAX_SUFFIX,
                                                SafetensorsType.F32,
                                                QuantState.nestedBlocks(blocks)),
                                        sized(
                                                QuantState.NESTED_MAP_SUFFIX,
                                                SafetensorsType.F32,
                                                QuantState.NESTED_CODES)));
            };
        }

        private StoredTensor sized(String suffix, SafetensorsType type, int count) {
            StoredTensor tensor = tensors.take(weight + suffix);
            List<Long> dimensions = List.of((long) count);
            if (tensor.type() != type || !tensor.dimensions().equals(dimensions)) {
                throw tensor.wrong(
                        "is %s %s, must be %s %s"
                                .formatted(tensor.type(), tensor.dimensions(), type, dimensions));
            }
            return tensor;
        }
    }
}
