package llamaline.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TokenIdText;
import llamaline.cli.tokens.TokenizerFlags;
import llamaline.cli.tokens.TokenizerSource;
import llamaline.tokenizer.CodeLlamaTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the text of token ids. */
@Command(
        name = "detokenize",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the text that token ids stand for, as a whole: without the space that",
            "stands before every text. Needs no running service."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline detokenize 822 285 29898 29916 1125 --model CodeLlama-7b-hf"
        })
public final class DetokenizeCommand implements Callable<Integer>, AsksGateway {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;

    @Mixin private final TokenizerFlags tokenizer = new TokenizerFlags();

    @Parameters(
            arity = "0..*",
            paramLabel = "IDS",
            description = "As 1,822,3158 or apart; none, or '-', reads standard input.")
    private List<String> ids = List.of();

    @Option(names = "--skip-special-tokens", description = "Leave out <s>, </s> and their kind.")
    private boolean skipsSpecialTokens;

    public DetokenizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        boolean reads = ids.isEmpty() || ids.equals(List.of("-"));
        String given =
                reads ? PromptSource.read(terminal.in(), "standard input") : String.join(" ", ids);
        String text =
                switch (tokenizer.open()) {
                    case TokenizerSource.Folder folder -> {
                        CodeLlamaTokenizer local = folder.checkpoint().tokenizer();
                        int[] parsed = TokenIdText.parse(given, local.vocabularySize());
                        yield local.decode(parsed, skipsSpecialTokens);
                    }
                    case TokenizerSource.Served served ->
                            ask(served, TokenIdText.parse(given, Integer.MAX_VALUE));
                };
        terminal.print(text + "\n");
        return ExitCodes.OK;
    }

    private String ask(TokenizerSource.Served served, int[] parsed)
            throws CommandFailure, InterruptedException {
        ObjectNode body = served.request().put("skip_special_tokens", skipsSpecialTokens);
        ArrayNode list = body.putArray("token_ids");
        for (int id : parsed) {
            list.add(id);
        }
        byte[] answer = served.gateway().ask("/v1/tokenizer/decode", body);
        try {
            return JSON.readTree(new String(answer, StandardCharsets.UTF_8)).path("text").asText();
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the gateway sent something else than JSON", e);
        }
    }
}
