package llamaline.endtoend.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.benchmark.SyntheticCheckpoint;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;

/**
 * A model that chats, with the reference's ids of chats.
 *
 * @param goldens a file of chats: messages, and {@code ids_reference} or the reference's error
 */
record ChatModel(String name, Path checkpoint, Path goldens) {
    /** What makes a folder's model one of Code Llama's first three Instruct models. */
    private static final String INSTRUCT_TEMPLATE =
            "{# [INST] <<SYS>> as in Code Llama's Instruct models #}";

    private static final String PIECES_OF_70B = "codellama-70b-instruct-32016";
    private static final String PIECES = "codellama-32016";

    /** The demo model with a template, and those with Code Llama's own pieces that can be here. */
    static List<ChatModel> all(Path folder) throws IOException {
        Path demo = instruct(folder.resolve("demo"));
        for (String file : new String[] {"config.json", "generation_config.json"}) {
            Files.copy(Goldens.demoModel().resolve(file), demo.resolve(file));
        }
        for (String file :
                new String[] {"model.safetensors", "tokenizer.model", "tokenizer_config.json"}) {
            Files.copy(Goldens.demoModel().resolve(file), demo.resolve(file));
        }
        var ours = new ChatModel("demo", demo, Goldens.resource("demo-4112").resolve("chat.jsonl"));
        return Stream.concat(Stream.of(ours), ofCodeLlamasPieces(folder).stream()).toList();
    }

    private static List<ChatModel> ofCodeLlamasPieces(Path folder) throws IOException {
        if (!Conformance.isHere(PIECES, 18) || !Conformance.isHere(PIECES_OF_70B, 18)) {
            return List.of();
        }
        Path pieces = Conformance.folder(PIECES).orElseThrow();
        Path instruct = instruct(folder.resolve("instruct"));
        new SyntheticCheckpoint(2, 64, 176, 4, 32016).write(pieces, instruct);
        return List.of(
                new ChatModel("instruct", instruct, pieces.resolve("chat.jsonl")),
                new ChatModel(
                        "tiny-70b-instruct",
                        Conformance.folder("models/tiny-70b-instruct").orElseThrow(),
                        Conformance.folder(PIECES_OF_70B).orElseThrow().resolve("chat.jsonl")));
    }

    List<JsonNode> chats() {
        return Goldens.lines(goldens).toList();
    }

    private static Path instruct(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("chat_template.jinja"), INSTRUCT_TEMPLATE);
        return folder;
    }
}
