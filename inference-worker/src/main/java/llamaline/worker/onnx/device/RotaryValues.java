package llamaline.worker.onnx.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.onnx.RotaryTables;
import llamaline.worker.onnx.capi.ElementType;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.OrtBinding;

/**
 * The rotary tables on a device, {@code element[positions][headSize / 2]}, in the type that the
 * graph computes in.
 */
record RotaryValues(NativeObject cosines, NativeObject sines) implements AutoCloseable {
    /**
     * Computes the tables and uploads them.
     *
     * @param memory owns what they take of it
     */
    static RotaryValues upload(
            DecoderShape shape, int positions, ComputeType type, DeviceMemory memory) {
        try (Arena scratch = Arena.ofConfined()) {
            RotaryTables tables = RotaryTables.of(shape, positions, scratch);
            NativeObject cosines = upload(tables.cosines(), positions, type, memory);
            NativeObject sines = upload(tables.sines(), positions, type, memory);
            return new RotaryValues(cosines, sines);
        }
    }

    /** Binds the tables for every run of a binding. */
    void bindTo(OrtBinding binding) {
        binding.input("rotary_cos", cosines);
        binding.input("rotary_sin", sines);
    }

    @Override
    public void close() {
        cosines.close();
        sines.close();
    }

    private static NativeObject upload(
            MemorySegment floats, int positions, ComputeType type, DeviceMemory memory) {
        long count = floats.byteSize() / Float.BYTES;
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment converted = HalfFloats.convert(floats, type, scratch);
            MemorySegment table = memory.allocate(converted.byteSize());
            memory.upload(converted, table);
            return memory.tensor(table, ElementType.of(type), positions, count / positions);
        }
    }
}
