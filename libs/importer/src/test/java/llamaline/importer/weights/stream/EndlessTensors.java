package llamaline.importer.weights.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llamaline.importer.checkpoint.safetensors.CheckpointTensors;
import llamaline.importer.checkpoint.safetensors.SafetensorsType;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.checkpoint.safetensors.TensorSource;
import llamaline.testkit.checkpoint.LlamaTensors;

/**
 * Tensors of any size that stand on no disk.
 *
 * @param isBlank whether a read gives what the buffer held before, as fast as can be; else bytes
 *     that follow from the position
 */
record EndlessTensors(boolean isBlank) implements TensorSource {
    private static final Path PLACE = Path.of("endless");
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    /** Below infinity in float16. */
    private static final int FINITE = 0x7b;

    /** All that a decoder has, in float16. */
    CheckpointTensors of(JsonNode config) {
        List<StoredTensor> tensors = new ArrayList<>();
        LlamaTensors.shapes(config)
                .forEach((name, shape) -> {
                    List<Long> dimensions = shape.stream().map(Integer::longValue).toList();
                    tensors.add(new StoredTensor(this, name, SafetensorsType.F16, dimensions, 0));
                });
        return CheckpointTensors.of(PLACE, tensors);
    }

    @Override
    public String place() {
        return PLACE.toString();
    }

    @Override
    public void read(long position, ByteBuffer into) {
        if (isBlank) {
            into.position(into.limit());
        }
        for (long at = position; into.hasRemaining(); at++) {
            into.put((byte) (((at * MIX) >>> 32) & FINITE));
        }
    }
}
