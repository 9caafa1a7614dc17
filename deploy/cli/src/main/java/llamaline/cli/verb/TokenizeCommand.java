package llamaline.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TextTokens;
import llamaline.cli.tokens.TokenizerFlags;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a text's token ids. */
@Command(
        name = "tokenize",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the token ids that a model is given for a text, with <s> in front.",
            "A text with <FILL_ME> is laid out for infilling. Needs no running service."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline tokenize 'def f(x):' --model CodeLlama-7b-hf --pieces"
        })
public final class TokenizeCommand implements Callable<Integer>, AsksGateway {
    private final Terminal terminal;

    @Mixin private final TokenizerFlags tokenizer = new TokenizerFlags();

    @Parameters(
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The text; '-' (the default) reads standard input.")
    private @Nullable String text;

    @Option(names = "--pieces", description = "Print each id's piece beside it, one a line.")
    private boolean showsPieces;

    @Option(names = "--no-special-tokens", description = "Add neither <s> nor </s>.")
    private boolean addsNothing;

    @Option(names = "--json", description = "Print an object with ids and pieces.")
    private boolean json;

    public TokenizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        String given = PromptSource.argumentOr(terminal.in(), text);
        TextTokens tokens = TextTokens.of(given, !addsNothing, tokenizer.open());
        terminal.print(json ? object(tokens) : showsPieces ? lines(tokens) : ids(tokens));
        return ExitCodes.OK;
    }

    private static String ids(TextTokens tokens) {
        return tokens.ids().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" ", "", "\n"));
    }

    private static String lines(TextTokens tokens) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < tokens.ids().size(); i++) {
            lines.append("%6d  %s\n".formatted(tokens.ids().get(i), tokens.pieces().get(i)));
        }
        return lines.toString();
    }

    private static String object(TextTokens tokens) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        tokens.ids().forEach(object.putArray("ids")::add);
        tokens.pieces().forEach(object.putArray("pieces")::add);
        return object + "\n";
    }
}
