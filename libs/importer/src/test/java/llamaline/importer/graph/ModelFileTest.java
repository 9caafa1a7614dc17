package llamaline.importer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import llamaline.importer.CheckpointImporter;
import llamaline.importer.ImportOptions;
import llamaline.importer.checkpoint.ModelVariant;
import llamaline.importer.model.ImportedModel;
import llamaline.importer.onnx.GraphProto;
import llamaline.importer.onnx.ModelProto;
import llamaline.importer.onnx.NodeProto;
import llamaline.importer.onnx.StringStringEntryProto;
import llamaline.importer.onnx.TensorProto;
import llamaline.importer.onnx.TensorProto.DataLocation;
import llamaline.importer.onnx.TensorProto.DataType;
import llamaline.importer.onnx.ValueInfoProto;
import llamaline.importer.weights.Precision;
import llamaline.testkit.checkpoint.CheckpointBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model files of small imports in every precision, read back by ONNX's messages. */
class ModelFileTest {
    private static final int PAGE = 4096;

    @TempDir private Path folder;

    private ImportedModel imported(Precision precision) throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        return CheckpointImporter.run(
                CheckpointBuilder.small(new SplittableRandom(7)).write(checkpoint),
                folder.resolve("imported"),
                new ImportOptions(precision, ModelVariant.AUTO, Instant.EPOCH),
                _ -> {});
    }

    private static GraphProto graph(ImportedModel model) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(model.graph())).getGraph();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void nodesTakeOnlyWhatStandsBeforeThem(Precision precision) throws IOException {
        GraphProto graph = graph(imported(precision));
        Set<String> known = new HashSet<>(Set.of(""));
        graph.getInputList().forEach(input -> assertTrue(known.add(input.getName())));
        graph.getInitializerList().forEach(weight -> assertTrue(known.add(weight.getName())));
        for (NodeProto node : graph.getNodeList()) {
            assertTrue(known.containsAll(node.getInputList()), node::toString);
            for (String output : node.getOutputList()) {
                assertTrue(output.isEmpty() || known.add(output), node::toString);
            }
        }
        for (ValueInfoProto output : graph.getOutputList()) {
            assertTrue(known.contains(output.getName()), output::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyWeightHasAPlaceOfItsOwnInTheWeightsFile(Precision precision) throws IOException {
        ImportedModel model = imported(precision);
        List<TensorProto> weights =
                graph(model).getInitializerList().stream()
                        .filter(weight -> weight.getDataLocation() == DataLocation.EXTERNAL)
                        .sorted(Comparator.comparingLong(weight -> number(weight, "offset")))
                        .toList();
        long end = 0;
        for (TensorProto weight : weights) {
            assertEquals("weights.bin", place(weight).get("location"));
            assertEquals(0, number(weight, "offset") % PAGE);
            assertTrue(number(weight, "offset") >= end, weight::getName);
            assertEquals(bytes(weight), number(weight, "length"), weight::getName);
            end = number(weight, "offset") + number(weight, "length");
        }
        assertEquals(model.weightsBytes(), end);
    }

    private static long bytes(TensorProto weight) {
        int size =
                switch (DataType.forNumber(weight.getDataType())) {
                    case FLOAT -> Float.BYTES;
                    case FLOAT16, BFLOAT16 -> Short.BYTES;
                    case UINT8 -> 1;
                    case null, default -> throw new AssertionError(weight.getName());
                };
        return weight.getDimsList().stream().reduce((long) size, Math::multiplyExact);
    }

    private static long number(TensorProto weight, String key) {
        return Long.parseLong(place(weight).getOrDefault(key, ""));
    }

    private static Map<String, String> place(TensorProto weight) {
        return weight.getExternalDataList().stream()
                .collect(
                        Collectors.toMap(
                                StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }
}
