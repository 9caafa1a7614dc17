package llamaline.endtoend.kills;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import org.junit.jupiter.api.Test;

/** What a person hears of a first start, and what stands in the logs. */
class StartTest {
    @Test
    void saysWhatItStartsAndWarnsOfNoTopicThatItMakesItself() throws IOException {
        RunningStack stack = Stacks.ofAllModels();
        List<String> said = stack.said().lines().toList();
        assertTrue(
                said.getFirst().startsWith("llamaline: starting a Kafka broker"), said::toString);
        String places = "llamaline: data in %1$s, logs in %1$s/logs".formatted(stack.data());
        assertTrue(said.contains(places), said::toString);
        for (Path log : logs(stack)) {
            String text = Files.readString(log);
            assertFalse(text.contains("UNKNOWN_TOPIC_OR_PARTITION"), text);
        }
    }

    private static List<Path> logs(RunningStack stack) throws IOException {
        try (Stream<Path> logs = Files.list(stack.data().resolve("logs"))) {
            List<Path> services = logs.filter(log -> !log.endsWith("broker.log")).toList();
            assertFalse(services.isEmpty());
            return services;
        }
    }
}
