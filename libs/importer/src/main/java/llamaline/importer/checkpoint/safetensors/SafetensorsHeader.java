package llamaline.importer.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import llamaline.importer.model.ModelFileException;

/**
 * Reads the header of a safetensors file as strictly as its reference does: eight bytes of length,
 * JSON, then tensors that fill the rest of the file one after the other, without gap or overlap.
 *
 * <p>Source: safetensors, src/tensor.rs (SafeTensors::read_metadata, Metadata::validate).
 */
final class SafetensorsHeader {
    private static final int LENGTH_BYTES = Long.BYTES;

    /** The longest header, as in the reference. */
    private static final long MOST_BYTES = 100_000_000;

    private static final int MOST_DIMENSIONS = 8;
    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final SafetensorsFile file;
    private final long dataStart;
    private final long dataLength;

    private SafetensorsHeader(SafetensorsFile file, long dataStart, long dataLength) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataLength = dataLength;
    }

    static SortedMap<String, StoredTensor> read(SafetensorsFile file, long fileSize)
            throws IOException {
        if (fileSize < LENGTH_BYTES) {
            throw wrong(file, "is truncated: %d bytes hold no header".formatted(fileSize));
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, length);
        long headerLength = length.flip().getLong();
        if (headerLength < 2 || headerLength > MOST_BYTES) {
            throw wrong(
                    file,
                    "is no safetensors file: header length %s, must be from 2 to %d"
                            .formatted(Long.toUnsignedString(headerLength), MOST_BYTES));
        }
        long dataStart = LENGTH_BYTES + headerLength;
        if (dataStart > fileSize) {
            throw wrong(
                    file,
                    "is truncated: its header ends at byte %d, the file at %d"
                            .formatted(dataStart, fileSize));
        }
        ByteBuffer json = ByteBuffer.allocate((int) headerLength);
        file.read(LENGTH_BYTES, json);
        var header = new SafetensorsHeader(file, dataStart, fileSize - dataStart);
        return header.tensors(parse(file, json.array()));
    }

    private static JsonNode parse(SafetensorsFile file, byte[] json) throws IOException {
        if (json[0] != '{') {
            throw wrong(file, "is no safetensors file: its header does not begin with {");
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (node instanceof ObjectNode) {
                return node;
            }
            throw wrong(file, "has a header that is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new ModelFileException(
                    "%s: has a header that is not JSON: %s"
                            .formatted(file.place(), e.getOriginalMessage()),
                    e);
        }
    }

    private SortedMap<String, StoredTensor> tensors(JsonNode header) {
        SortedMap<String, StoredTensor> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        requireContiguous(tensors.values());
        return tensors;
    }

    private StoredTensor tensor(String name, JsonNode entry) {
        JsonNode dtype = entry.path("dtype");
        SafetensorsType type =
                SafetensorsType.named(dtype.asText(""))
                        .orElseThrow(() -> wrong(name, "has unknown dtype " + dtype));
        List<Long> dimensions = integers(name, "shape", entry.path("shape"));
        List<Long> range = integers(name, "data_offsets", entry.path("data_offsets"));
        if (dimensions.size() > MOST_DIMENSIONS || range.size() != 2) {
            throw wrong(name, "has shape %s and data_offsets %s".formatted(dimensions, range));
        }
        var tensor = new StoredTensor(file, name, type, dimensions, dataStart + range.getFirst());
        if (range.getLast() > dataLength) {
            throw wrong(
                    name,
                    "ends at byte %d of the data, of which the file has %d: it is truncated"
                            .formatted(range.getLast(), dataLength));
        }
        if (range.getLast() - range.getFirst() != bytes(tensor)) {
            throw wrong(
                    name,
                    "has %d bytes, its shape %s of %s takes %d"
                            .formatted(
                                    range.getLast() - range.getFirst(),
                                    dimensions,
                                    type,
                                    bytes(tensor)));
        }
        return tensor;
    }

    private List<Long> integers(String name, String field, JsonNode list) {
        List<Long> values = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw wrong(name, "has %s %s".formatted(field, list));
            }
            values.add(item.longValue());
        }
        if (!list.isArray()) {
            throw wrong(name, "has no list %s".formatted(field));
        }
        return values;
    }

    private long bytes(StoredTensor tensor) {
        try {
            return tensor.dimensions().stream()
                    .reduce((long) tensor.type().bytes(), Math::multiplyExact);
        } catch (ArithmeticException _) {
            throw wrong(tensor.name(), "has shape %s, too large".formatted(tensor.dimensions()));
        }
    }

    private void requireContiguous(Collection<StoredTensor> tensors) {
        List<StoredTensor> inOrder =
                tensors.stream().sorted(Comparator.comparingLong(StoredTensor::offset)).toList();
        long end = dataStart;
        for (StoredTensor tensor : inOrder) {
            if (tensor.offset() != end && bytes(tensor) != 0) {
                throw wrong(
                        tensor.name(),
                        "begins at byte %d of the data, the one before ends at %d"
                                .formatted(tensor.offset() - dataStart, end - dataStart));
            }
            end = Math.max(end, tensor.offset() + bytes(tensor));
        }
        if (end != dataStart + dataLength) {
            throw wrong(
                    file,
                    "has %d bytes after its last tensor".formatted(dataStart + dataLength - end));
        }
    }

    private ModelFileException wrong(String tensor, String problem) {
        return wrong(file, "tensor %s %s".formatted(tensor, problem));
    }

    private static ModelFileException wrong(SafetensorsFile file, String problem) {
        return new ModelFileException("%s: %s".formatted(file.place(), problem));
    }
}
