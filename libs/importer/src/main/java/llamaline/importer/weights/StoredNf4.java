package llamaline.importer.weights;

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
import llamaline.importer.quantization.Nf4Dequantizer;
import llamaline.importer.quantization.Nf4Quantizer;
import llamaline.importer.quantization.Nf4Table;
import llamaline.importer.quantization.QuantState;
import llamaline.importer.quantization.QuantState.Scales;
import llamaline.importer.quantization.QuantizationException;

/**
 * A matrix that bitsandbytes quantised to NF4: codes and what is stored beside them.
 *
 * @param codes U8 with two codes a byte
 * @param scales tensors behind the codes' name, by their suffix
 */
record StoredNf4(StoredTensor codes, QuantState state, ScaleTensors scales)
        implements RestoredNf4.Codes {
    /**
     * Where scales are.
     *
     * @param nested empty, or the scales' own scales and the map of their codes
     */
    record ScaleTensors(StoredTensor absmax, List<StoredTensor> nested) {
        ScaleTensors {
            nested = List.copyOf(nested);
        }
    }

    /**
     * Finds a weight's parts.
     *
     * @param weight name of the codes
     * @return empty where the weight is not one of bitsandbytes'
     * @throws ModelFileException where parts are missing, or do not fit together
     */
    static Optional<StoredNf4> find(CheckpointTensors tensors, String weight) {
        return tensors.find(weight + QuantState.SUFFIX)
                .map(state -> new Reader(tensors, weight).read(state));
    }

    String name() {
        return codes.name();
    }

    /** Reads the matrix's scales: float[ceil(rows * columns / 64)]. */
    float[] readScales() throws IOException {
        return readScales(0, Nf4Quantizer.blocks(state.count()));
    }

    /** Those of blocks [first, end). */
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
        long packed = Nf4Quantizer.packedBytes(count);
        return new Nf4Dequantizer(
                bytes(codes, start / 2, start / 2 + packed), readScales(first, end), count);
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

    /** Takes the tensors of one weight. */
    private record Reader(CheckpointTensors tensors, String weight) {
        StoredNf4 read(StoredTensor json) {
            try {
                QuantState state = QuantState.parse(bytes(json, 0, json.bytes()));
                StoredTensor codes = codes(state);
                requireTable();
                return new StoredNf4(codes, state, scales(state));
            } catch (QuantizationException e) {
                throw json.wrong(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw ModelFileException.unreadable(weight, e);
            }
        }

        /** Their shape says nothing: that of the matrix stands in the state. */
        private StoredTensor codes(QuantState state) {
            StoredTensor codes = tensors.take(weight);
            long packed = Nf4Quantizer.packedBytes(state.count());
            if (codes.type() != SafetensorsType.U8 || codes.bytes() != packed) {
                throw codes.wrong(
                        "is %s %s, must be %d bytes of codes for a matrix of %d x %d"
                                .formatted(
                                        codes.type(),
                                        codes.dimensions(),
                                        packed,
                                        state.rows(),
                                        state.columns()));
            }
            return codes;
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
