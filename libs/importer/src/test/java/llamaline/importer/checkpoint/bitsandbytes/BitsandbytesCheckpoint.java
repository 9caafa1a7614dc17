package llamaline.importer.checkpoint.bitsandbytes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llamaline.importer.quantization.nf4.NestedAbsmax;
import llamaline.importer.quantization.nf4.Nf4Dequantizer;
import llamaline.importer.quantization.nf4.Nf4Quantizer;
import llamaline.importer.quantization.nf4.Nf4Table;
import llamaline.importer.quantization.nf4.QuantState;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import llamaline.testkit.checkpoint.SafetensorsWriter;
import llamaline.testkit.checkpoint.TestTensor;

/**
 * Writes a checkpoint whose linear layers are NF4, as Transformers saves it. Not thread-safe.
 *
 * @param doubleQuant whether scales are quantized too
 * @param restored what the codes stand for, in float32, by the weights' names
 */
record BitsandbytesCheckpoint(
        CheckpointBuilder builder,
        boolean doubleQuant,
        Map<String, Stored> tensors,
        Map<String, TestTensor> restored) {
    BitsandbytesCheckpoint(CheckpointBuilder builder, boolean doubleQuant) {
        this(builder, doubleQuant, new TreeMap<>(), new TreeMap<>());
        builder.tensors().forEach(this::add);
        builder.with(
                "quantization_config",
                Map.of(
                        "quant_method",
                        "bitsandbytes",
                        "load_in_4bit",
                        true,
                        "load_in_8bit",
                        false,
                        "bnb_4bit_quant_type",
                        "nf4",
                        "bnb_4bit_quant_storage",
                        "uint8",
                        "bnb_4bit_use_double_quant",
                        doubleQuant));
    }

    /** Bytes of a tensor. */
    record Stored(String type, List<Integer> shape, ByteBuffer bytes) {
        Stored {
            shape = List.copyOf(shape);
        }
    }

    void write(Path directory) {
        builder.write(directory);
        builder.without("quantization_config");
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            ObjectNode entry = header.putObject(name).put("dtype", tensor.type());
            tensor.shape().forEach(entry.putArray("shape")::add);
            var offsets = entry.putArray("data_offsets").add(data.size());
            byte[] bytes = new byte[tensor.bytes().remaining()];
            tensor.bytes().duplicate().get(bytes);
            data.writeBytes(bytes);
            offsets.add(data.size());
        });
        try {
            Files.write(
                    directory.resolve("model.safetensors"),
                    SafetensorsWriter.file(header.toString(), data.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, TestTensor tensor) {
        if (!name.contains("_proj")) {
            ByteBuffer bytes = ByteBuffer.wrap(tensor.bytes());
            tensors.put(name, new Stored(tensor.type(), tensor.shape(), bytes));
            return;
        }
        try {
            addCodes(name, tensor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addCodes(String name, TestTensor tensor) throws IOException {
        var packed = new ByteArrayOutputStream();
        var quantizer =
                new Nf4Quantizer(
                        tensor.values().size(), (bytes, length) -> packed.write(bytes, 0, length));
        for (float value : tensor.values()) {
            quantizer.accept(new float[] {value}, 0, 1);
        }
        float[] absmax = quantizer.finish();
        tensors.put(
                name,
                new Stored("U8", List.of(packed.size(), 1), ByteBuffer.wrap(packed.toByteArray())));
        addRestored(name, tensor.shape(), packed.toByteArray(), absmax);
        addFloats(name + QuantState.MAP_SUFFIX, Nf4Table.values());
        ObjectNode state =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("quant_type", "nf4")
                        .put("blocksize", 64)
                        .put("dtype", "float32");
        tensor.shape().forEach(state.putArray("shape")::add);
        if (doubleQuant) {
            addNested(name, NestedAbsmax.of(absmax), state);
        } else {
            addFloats(name + QuantState.ABSMAX_SUFFIX, absmax);
        }
        addBytes(name + QuantState.SUFFIX, state.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void addRestored(String name, List<Integer> shape, byte[] packed, float[] absmax)
            throws IOException {
        float[] scales = doubleQuant ? NestedAbsmax.of(absmax).restore() : absmax;
        int count = shape.stream().reduce(1, Math::multiplyExact);
        float[] values = new float[count];
        new Nf4Dequantizer(packed, scales, count).read(0, values);
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        restored.put(name, new TestTensor("F32", shape, list));
    }

    private void addNested(String name, NestedAbsmax nested, ObjectNode state) {
        state.put("nested_blocksize", 256)
                .put("nested_dtype", "float32")
                .put("nested_offset", (double) nested.offset());
        addBytes(name + QuantState.ABSMAX_SUFFIX, nested.codes());
        addFloats(name + QuantState.NESTED_ABSMAX_SUFFIX, nested.absmax());
        addFloats(name + QuantState.NESTED_MAP_SUFFIX, nested.map());
    }

    private void addBytes(String name, byte[] bytes) {
        tensors.put(name, new Stored("U8", List.of(bytes.length), ByteBuffer.wrap(bytes)));
    }

    private void addFloats(String name, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        tensors.put(name, new Stored("F32", List.of(values.length), bytes));
    }
}
