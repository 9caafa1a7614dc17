package llamaline.testkit.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes safetensors files. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /** Returns the bytes of a file that holds these tensors, by name. */
    public static byte[] file(Map<String, TestTensor> tensors) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.putObject("__metadata__").put("format", "pt");
        var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            ObjectNode entry = header.putObject(name);
            entry.put("dtype", tensor.type());
            tensor.shape().forEach(entry.putArray("shape")::add);
            var offsets = entry.putArray("data_offsets").add(data.size());
            data.writeBytes(tensor.bytes());
            offsets.add(data.size());
        });
        return file(header.toString(), data.toByteArray());
    }

    /** Returns the bytes of a file with this header, right or wrong. */
    public static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
