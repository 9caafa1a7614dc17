package llamaline.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import org.junit.jupiter.api.Test;

class ServiceDefinitionTest {
    private static final Installation INSTALLATION = new Installation(Path.of("/opt/a line"));

    @Test
    void saysOnItsCommandLineWhatItIs() throws Exception {
        var definition =
                new ServiceDefinition(
                        ServiceKind.WORKER,
                        "worker-demo-1",
                        0,
                        Map.of("kafka.bootstrap.servers", "b:1"));
        List<String> command =
                definition.commandLine(
                        INSTALLATION, new ProcessOptions(Lifetime.LONG, StartUpCaches.USE));
        assertTrue(command.contains("-Dllamaline.service=worker"));
        assertTrue(command.contains("-Dkafka.bootstrap.servers=b:1"));
        assertTrue(command.stream().anyMatch(argument -> argument.startsWith("-Xmx")));
        assertEquals(
                "/opt/a line/inference-worker/target/quarkus-app/quarkus-run.jar",
                command.getLast());
    }

    @Test
    void letsADebuggerInOnLoopbackWithoutWaitingForIt() throws Exception {
        var debugged = new Development(Set.of(), Map.of(ServiceKind.WORKER, 5007));
        var options = new ProcessOptions(Lifetime.LONG, StartUpCaches.USE, debugged);
        var second = new ServiceDefinition(ServiceKind.WORKER, "worker-demo-2", 1, Map.of());
        assertTrue(
                second.commandLine(INSTALLATION, options)
                        .contains(
                                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,"
                                        + "address=127.0.0.1:5008"));
        var gateway = new ServiceDefinition(ServiceKind.GATEWAY, "gateway", 0, Map.of());
        String closed = gateway.commandLine(INSTALLATION, options).toString();
        assertFalse(closed.contains("jdwp"), closed);
    }

    @Test
    void saysHowItIsStartedByHand() {
        var gateway =
                new ServiceDefinition(
                        ServiceKind.GATEWAY,
                        "gateway",
                        0,
                        Map.of("quarkus.http.port", "8080", "kafka.bootstrap.servers", "b:1"));
        List<String> command = gateway.commandByHand(INSTALLATION);
        assertTrue(command.getFirst().endsWith("/bin/java"), command.getFirst());
        assertTrue(
                command.containsAll(List.of("-Dkafka.bootstrap.servers=b:1", "-Xmx512m")),
                command.toString());
        assertEquals(
                List.of("-jar", "/opt/a line/gateway-service/target/quarkus-app/quarkus-run.jar"),
                command.subList(command.size() - 2, command.size()));
    }
}
