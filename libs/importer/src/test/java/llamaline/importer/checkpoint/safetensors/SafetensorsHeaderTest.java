package llamaline.importer.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.quantization.FloatFormat;
import llamaline.testkit.checkpoint.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are right, and all the ways in which one is wrong. */
class SafetensorsHeaderTest {
    private static final int DATA = 8;

    @TempDir private Path folder;

    private Map<String, StoredTensor> read(byte[] file) throws IOException {
        Path path = folder.resolve("model.safetensors");
        Files.write(path, file);
        try (SafetensorsFile opened = SafetensorsFile.open(path)) {
            return opened.tensors();
        }
    }

    private void assertRefused(byte[] file, String part) {
        var refusal = assertThrows(ModelFileException.class, () -> read(file));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("model.safetensors: "), message);
        assertTrue(message.contains(part), message);
    }

    @Test
    void findsTensorsInAnyOrderAndOfNoSize() throws IOException {
        var tensors =
                read(
                        SafetensorsWriter.file(
                                """
                                {"b": {"dtype": "BF16", "shape": [2], "data_offsets": [4, 8]},
                                 "a": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},
                                 "none": {"dtype": "I64", "shape": [0, 3], "data_offsets": [4, 4]},
                                 "__metadata__": {"format": "pt"}}   \s
                                """,
                                new byte[DATA]));
        assertEquals(List.of("a", "b", "none"), List.copyOf(tensors.keySet()));
        StoredTensor b = tensors.getOrDefault("b", tensors.values().iterator().next());
        assertEquals(FloatFormat.BFLOAT16, b.floats());
        assertEquals(List.of(2L), b.dimensions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 9]}}'  | ends at byte 9
                    '{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 8]}}'  | has 8 bytes, its shape [1] of F32 takes 4
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}'  | has -8 bytes
                    '{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}'  | 4 bytes after
                    '{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}'  | begins at byte 4
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}' | begins at byte 4
                    '{"a": {"dtype": "Q4", "shape": [2], "data_offsets": [0, 8]}}'   | unknown dtype
                    '{"a": {"shape": [2], "data_offsets": [0, 8]}}'                  | unknown dtype
                    '{"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}' | shape
                    '{"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 8]}}' | shape
                    '{"a": {"dtype": "F32", "shape": 2, "data_offsets": [0, 8]}}'    | shape
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0]}}'     | data_offsets
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 9223372036854775808]}}' | data_offsets
                    '{"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 8]}}' | too large
                    '{"a": {"dtype": "F32", "shape": [1,1,1,1,1,1,1,1,2], "data_offsets": [0, 8]}}' | shape
                    '{"a": 7}'                                                       | unknown dtype
                    '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {}}' | Duplicate
                    '{"a": {'                                                        | not JSON
                    ' {}'                                                            | does not begin
                    '{}'                                                             | 8 bytes after
                    """)
    void refusesAHeaderThatLies(String header, String part) {
        assertRefused(SafetensorsWriter.file(header, new byte[DATA]), part);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, 100_000_001, 1L << 62})
    void refusesALengthOutOfRange(long length) {
        byte[] file = SafetensorsWriter.file("{}", new byte[0]);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        assertRefused(file, "header length");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole =
                SafetensorsWriter.file(
                        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}",
                        new byte[DATA]);
        assertEquals(1, read(whole).size());
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "truncated");
        }
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertRefused(
                SafetensorsWriter.file("{\"a\": " + "[".repeat(100_000), new byte[DATA]), "JSON");
    }
}
