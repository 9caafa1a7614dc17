package llamaline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import llamaline.cli.client.FakeGateway;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LlamalineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsThePromptAndItsContinuation() throws Exception {
        try (var gateway = FakeGateway.streaming("\\n    return", " a + b\\n")) {
            assertEquals(0, run("", "complete", "def add(a, b):", "--url", gateway.url()));
            assertEquals("def add(a, b):\n    return a + b\n", text(out));
            assertEquals("", text(err));
        }
    }

    @Test
    void printsTheCompletionAlone() throws Exception {
        try (var gateway = FakeGateway.streaming(" é", "😀")) {
            assertEquals(
                    0,
                    run("", "complete", "x", "--completion-only", "--url", gateway.url() + "/v1/"));
            assertEquals(" é😀", text(out));
        }
    }

    @Test
    void readsThePromptAsItStands() throws Exception {
        try (var gateway = FakeGateway.streaming("y")) {
            assertEquals(0, run("  ünï\n\n", "complete", "-", "--url", gateway.url()));
            assertEquals("  ünï\n\ny", text(out));
            assertTrue(gateway.bodies().getFirst().contains("\"prompt\":\"  ünï\\n\\n\""));
        }
    }

    @Test
    void putsTheFillingInItsPlace() throws Exception {
        try (var gateway = FakeGateway.streaming("a ", "+ b")) {
            String prompt = "return <FILL_ME>\nprint()";
            assertEquals(0, run(prompt, "infill", "-", "--url", gateway.url()));
            assertEquals("return a + b\nprint()", text(out));
            out.reset();
            assertEquals(0, run("", "complete", prompt, "--url", gateway.url()));
            assertEquals("return a + b\nprint()", text(out));
            out.reset();
            assertEquals(0, run(prompt, "infill", "--filling-only", "--url", gateway.url()));
            assertEquals("a + b", text(out));
        }
    }

    @Test
    void sendsWhatTheOptionsSay() throws Exception {
        try (var gateway = FakeGateway.streaming("y")) {
            run("", "complete", "x", "--url", gateway.url());
            assertEquals(
                    "{\"prompt\":\"x\",\"max_tokens\":256,\"temperature\":0.0,\"stream\":true}",
                    gateway.bodies().getFirst());
            run(
                    "",
                    "complete",
                    "x",
                    "--url",
                    gateway.url(),
                    "--model",
                    "m",
                    "--max-tokens",
                    "5",
                    "--temperature",
                    "0.5",
                    "--top-p",
                    "0.9",
                    "--top-k",
                    "3",
                    "--seed",
                    "7",
                    "--stop",
                    "a",
                    "--stop",
                    "b");
            assertEquals(
                    "{\"prompt\":\"x\",\"max_tokens\":5,\"temperature\":0.5,\"stream\":true,"
                            + "\"model\":\"m\",\"top_p\":0.9,\"top_k\":3,\"seed\":7,"
                            + "\"stop\":[\"a\",\"b\"]}",
                    gateway.bodies().getLast());
        }
    }

    @Test
    void knowsTheNamesOfTransformers() throws Exception {
        try (var gateway = FakeGateway.streaming("y")) {
            run(
                    "",
                    "complete",
                    "x",
                    "--url",
                    gateway.url(),
                    "--max-new-tokens=5",
                    "--min-new-tokens=2",
                    "--do-sample",
                    "--top-k=3",
                    "--min-p=0.1",
                    "--repetition-penalty=1.2",
                    "--stop-strings=a");
            assertEquals(
                    "{\"prompt\":\"x\",\"max_tokens\":5,\"temperature\":1.0,\"stream\":true,"
                            + "\"top_k\":3,\"min_p\":0.1,\"repetition_penalty\":1.2,"
                            + "\"min_tokens\":2,\"stop\":[\"a\"]}",
                    gateway.bodies().getFirst());
            run("", "complete", "x", "--no-do-sample", "--temperature=1", "--url", gateway.url());
            assertTrue(gateway.bodies().getLast().contains("\"temperature\":0.0"));
            assertEquals(
                    2,
                    run("", "complete", "x", "--do-sample", "--temperature=0", "--url=http://a"));
            assertEquals(2, run("", "complete", "x", "--num-beams", "4"));
        }
    }

    @Test
    void printsEachOfSeveralAnswers() throws Exception {
        String body = "{\"choices\": [{\"text\": \"a\"}, {\"text\": \"b\\n\"}]}";
        try (var gateway = new FakeGateway(200, body)) {
            assertEquals(
                    0,
                    run("", "complete", "x", "--num-return-sequences=2", "--url", gateway.url()));
            assertEquals("--- 1 of 2 ---\nxa\n--- 2 of 2 ---\nxb\n", text(out));
            assertTrue(gateway.bodies().getFirst().contains("\"stream\":false,\"n\":2"));
            assertEquals(2, run("", "chat", "x", "--num-return-sequences=2", "--url=http://a"));
        }
    }

    @Test
    void printsTheGatewaysJson() throws Exception {
        String body = "{\"choices\": [{\"text\": \"é\"}]}";
        try (var gateway = new FakeGateway(200, body)) {
            assertEquals(0, run("", "complete", "x", "--json", "--url", gateway.url()));
            assertEquals(body + "\n", text(out));
            assertTrue(gateway.bodies().getFirst().contains("\"stream\":false"));
        }
    }

    @Test
    void saysInOneLineWhatTheGatewayRefused() throws Exception {
        String error =
                "{\"error\": {\"message\": \"The model 'x' does not exist\", \"code\": null}}";
        try (var gateway = new FakeGateway(404, error)) {
            assertEquals(3, run("", "complete", "x", "--url", gateway.url()));
            assertEquals("", text(out));
            assertEquals("llamaline: The model 'x' does not exist\n", text(err));
        }
    }

    @Test
    void failsWhereTheAnswerFailsInItsMiddle() throws Exception {
        String events =
                """
                data: {"choices": [{"text": "a"}]}

                data: {"error": {"message": "no worker is left"}, "choices": []}

                """;
        try (var gateway = new FakeGateway(200, events)) {
            assertEquals(1, run("", "complete", "x", "--url", gateway.url()));
            assertEquals("llamaline: no worker is left\n", text(err));
        }
    }

    @Test
    void failsWhereTheAnswerHasNoEnd() throws Exception {
        try (var gateway = new FakeGateway(200, "data: {\"choices\": [{\"text\": \"a\"}]}\n\n")) {
            assertEquals(1, run("", "complete", "x", "--url", gateway.url()));
            assertEquals("llamaline: the gateway ended before the answer did\n", text(err));
        }
    }

    @Test
    void tellsTryAgainFromGiveUp() throws Exception {
        for (int status : new int[] {429, 503}) {
            try (var gateway = new FakeGateway(status, "{}")) {
                assertEquals(4, run("", "complete", "x", "--url", gateway.url()));
            }
        }
        try (var gateway = new FakeGateway(500, "{}")) {
            assertEquals(1, run("", "complete", "x", "--url", gateway.url()));
        }
        assertTrue(text(err).contains("the gateway answered with status 500"), text(err));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, 4",
        "localhost:8080, 2",
        "ftp://localhost, 2",
        "http://, 2",
        "%, 2"
    })
    void saysThatAGatewayCannotBeReached(String url, int exitCode) {
        assertEquals(exitCode, run("", "complete", "x", "--url", url));
        assertTrue(text(err).startsWith("llamaline: "), text(err));
        assertEquals(1, text(err).lines().count(), text(err));
    }

    @Test
    void refusesAnInfillWithoutAGap() {
        assertEquals(1, run("def f():", "infill", "--url", "http://127.0.0.1:1"));
        assertTrue(text(err).contains("no <FILL_ME> in the text"), text(err));
    }

    @Test
    void refusesInputThatIsNotUtf8() {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[] {'a', (byte) 0xff}),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        int code =
                Llamaline.commandLine(terminal)
                        .execute("complete", "-", "--url", "http://127.0.0.1:1");
        assertEquals(1, code);
        assertEquals("llamaline: standard input is not valid UTF-8 (at byte 1)\n", text(err));
    }

    @Test
    void listsTheModelsAndWhatTheyCanDo() throws Exception {
        try (var gateway = FakeGateway.streaming()) {
            assertEquals(0, run("", "models", "--names", "--url", gateway.url()));
            assertEquals("demo\nother\n", text(out));
            out.reset();
            assertEquals(0, run("", "models", "--url", gateway.url()));
            assertEquals(
                    """
                    NAME   SIZE  VARIANT   PRECISION  CONTEXT  SLOTS  CAN
                    demo   -     base      float32    2048     8      complete, infill
                    other  34B   instruct  nf4        512      16     complete, chat

                    other cannot infill: it has no infilling pieces.
                    """,
                    text(out));
            out.reset();
            assertEquals(0, run("", "models", "--json", "--url", gateway.url()));
            assertTrue(text(out).startsWith("[{\"id\":\"demo\","), text(out));
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void hasHelpWithAnExampleAndExitCodesForEachVerb(String verb) {
        assertEquals(0, run("", verb, "--help"));
        assertTrue(text(out).contains("Exit codes:\n  0   "), text(out));
        assertTrue(text(out).contains("Example:\n  "), text(out));
        assertFalse(text(out).contains("null"), text(out));
    }

    static Stream<String> verbs() {
        var terminal =
                new Terminal(InputStream.nullInputStream(), System.out, System.err, false, false);
        return Llamaline.commandLine(terminal).getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey);
    }

    @Test
    void callsWrongUsageByItsExitCode() {
        assertEquals(2, run("", "complete", "--no-such-option"));
        assertEquals(2, run("", "complete", "one", "two"));
        assertEquals(2, run("", "complete", "x", "--max-tokens", "many"));
        assertEquals(2, run("", "no-such-verb"));
        assertEquals("", text(out));
    }

    @ParameterizedTest
    @CsvSource({
        "complete --no-such-option, 'Unknown option: ''--no-such-option''; see ./llamaline complete --help'",
        "complete --temprature=1, 'Unknown option: ''--temprature=1'' (is --temperature meant?); see ./llamaline complete --help'",
        "import, 'Missing required parameter: ''CHECKPOINT_DIR''; see ./llamaline import --help'",
        "nope, 'Unmatched argument at index 0: ''nope''; see ./llamaline --help'"
    })
    void saysInOneLineWhatIsWrongWithACallAndWhereHelpIs(String call, String said) {
        assertEquals(2, run("", call.split(" ", -1)));
        assertEquals("llamaline: " + said + "\n", text(err));
        assertEquals("", text(out));
    }

    @Test
    void saysWhatIsWrongWithACheckpointWithoutTalkOfOtherVerbs() {
        assertEquals(1, run("", "import", "nope"));
        assertEquals(
                "llamaline: no such folder: 'nope'; it has to be a checkpoint's or an imported model's\n",
                text(err));
    }

    @Test
    void hasAVersionInEachVerb() {
        assertEquals(0, run("", "--version"));
        assertEquals(0, run("", "complete", "--version"));
        assertTrue(text(out).matches("(llamaline \\S.*\n){2}"), text(out));
    }

    private int run(String input, String... arguments) {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
