package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import llamaline.v1.Api;
import llamaline.v1.ControlOuterClass;
import llamaline.v1.Generation;
import org.junit.jupiter.api.Test;

/**
 * Messages change by additions only, so that services of two versions understand each other while
 * one replaces the other. The committed descriptor is what was promised. What is added is written
 * into it by {@code mvn -pl libs/contract test -Dtest=ContractCompatibilityTest
 * -Dllamaline.contract.write=true}, in the repository's root; the test fails as long as anything
 * that was promised is missing, then too.
 */
class ContractCompatibilityTest {
    private static final Path PROMISED = Path.of("src/test/descriptors/v1.binpb");

    @Test
    void keepsEveryFieldValueAndMethodThatWasPromised() throws IOException {
        Map<String, String> missing = new TreeMap<>(facts(promised()));
        Map<String, String> now = facts(now());
        missing.entrySet().removeIf(fact -> fact.getValue().equals(now.get(fact.getKey())));

        assertEquals(Map.of(), missing, "removed, renumbered or retyped");
    }

    @Test
    void promisesAllThatThereIs() throws IOException {
        if (Boolean.getBoolean("llamaline.contract.write")) {
            keepsEveryFieldValueAndMethodThatWasPromised();
            Files.write(PROMISED, now().toByteArray());
        }
        Map<String, String> added = new TreeMap<>(facts(now()));
        added.keySet().removeAll(facts(promised()).keySet());

        assertEquals(Map.of(), added, "not in the descriptor yet: see the comment of this class");
    }

    @Test
    void seesWhatBreaksTheWire() throws IOException {
        FileDescriptorSet promised = promised();
        Map<String, String> facts = facts(promised);
        assertTrue(facts.size() > 150, () -> facts.size() + " facts");
        assertEquals(
                "request_id LABEL_OPTIONAL TYPE_STRING ", facts.get("GenerationRequest field 1"));
        assertEquals("INTERNAL", facts.get("ErrorCode value 11"));
    }

    private static FileDescriptorSet promised() throws IOException {
        return FileDescriptorSet.parseFrom(Files.readAllBytes(PROMISED));
    }

    private static FileDescriptorSet now() {
        return FileDescriptorSet.newBuilder()
                .addFile(Api.getDescriptor().toProto())
                .addFile(ControlOuterClass.getDescriptor().toProto())
                .addFile(Generation.getDescriptor().toProto())
                .build();
    }

    /** Everything that a reader or writer of the other version relies on, by where it stands. */
    private static Map<String, String> facts(FileDescriptorSet files) {
        Map<String, String> facts = new TreeMap<>();
        for (FileDescriptorProto file : files.getFileList()) {
            file.getMessageTypeList().forEach(type -> addMessage(facts, type.getName(), type));
            file.getEnumTypeList().forEach(type -> addEnum(facts, type.getName(), type));
            file.getServiceList().forEach(service -> addService(facts, service));
        }
        return facts;
    }

    private static void addMessage(Map<String, String> facts, String name, DescriptorProto type) {
        facts.put(name, "message");
        for (FieldDescriptorProto field : type.getFieldList()) {
            List<String> oneof =
                    Stream.of(field)
                            .filter(FieldDescriptorProto::hasOneofIndex)
                            .map(one -> " of " + type.getOneofDecl(one.getOneofIndex()).getName())
                            .toList();
            facts.put(
                    name + " field " + field.getNumber(),
                    field.getName()
                            + " "
                            + field.getLabel()
                            + " "
                            + field.getType()
                            + " "
                            + field.getTypeName()
                            + String.join("", oneof));
        }
        type.getNestedTypeList()
                .forEach(inner -> addMessage(facts, name + "." + inner.getName(), inner));
        type.getEnumTypeList()
                .forEach(inner -> addEnum(facts, name + "." + inner.getName(), inner));
    }

    private static void addEnum(Map<String, String> facts, String name, EnumDescriptorProto type) {
        facts.put(name, "enum");
        type.getValueList()
                .forEach(value -> facts.put(name + " value " + value.getNumber(), value.getName()));
    }

    private static void addService(Map<String, String> facts, ServiceDescriptorProto service) {
        facts.put(service.getName(), "service");
        service.getMethodList()
                .forEach(method ->
                        facts.put(
                                service.getName() + " method " + method.getName(),
                                "%s %s, streams %b %b"
                                        .formatted(
                                                method.getInputType(),
                                                method.getOutputType(),
                                                method.getClientStreaming(),
                                                method.getServerStreaming())));
    }
}
