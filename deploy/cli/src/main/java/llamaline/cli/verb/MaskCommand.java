package llamaline.cli.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import llamaline.cli.terminal.AsksGateway;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.cli.tokens.TokenizerFlags;
import llamaline.cli.tokens.TokenizerSource;
import llamaline.launcher.machine.FileFailure;
import llamaline.mask.MaskInputException;
import llamaline.mask.json.JsonRenderer;
import llamaline.mask.layout.AttentionMasks;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.PieceRule;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.png.PngRenderer;
import llamaline.mask.svg.SvgRenderer;
import llamaline.mask.text.TextColors;
import llamaline.mask.text.TextRenderer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws who attends to what in a text. */
@Command(
        name = "mask",
        mixinStandardHelpOptions = true,
        description = {
            "Draws the attention mask of a text, as Transformers' AttentionMaskVisualizer",
            "does. Needs no running service."
        },
        footer = {
            "",
            "Example:",
            "  ./llamaline mask 'A normal attention mask' --svg mask.svg",
            "  ./llamaline mask 'def add(a, b):' --model CodeLlama-7b-hf --color never"
        })
public final class MaskCommand implements Callable<Integer>, AsksGateway {
    /** The cases in which the diagonal is green. */
    private enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** The formats, under the names that the gateway has for them too. */
    private enum Format {
        TEXT,
        ANSI,
        JSON,
        SVG,
        PNG
    }

    private final Terminal terminal;

    @Mixin private final TokenizerFlags tokenizer = new TokenizerFlags();

    @Parameters(
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The text; '-' (the default) reads standard input.")
    private @Nullable String text;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "always, never, or auto (the default): where a person sees it.")
    private Color color = Color.AUTO;

    @Option(names = "--json", description = "Print JSON in place of the picture.")
    private boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write an SVG picture there.")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Write a PNG picture there.")
    private @Nullable Path png;

    public MaskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        String given = PromptSource.argumentOr(terminal.in(), text);
        TokenizerSource source = tokenizer.open();
        if (svg != null) {
            write(svg, draw(given, Format.SVG, source));
        }
        if (png != null) {
            write(png, draw(given, Format.PNG, source));
        }
        if (json || (svg == null && png == null)) {
            byte[] drawn = draw(given, json ? Format.JSON : printed(), source);
            terminal.print(new String(drawn, StandardCharsets.UTF_8) + (json ? "\n" : ""));
        }
        return ExitCodes.OK;
    }

    private Format printed() {
        return switch (color) {
            case ALWAYS -> Format.ANSI;
            case NEVER -> Format.TEXT;
            case AUTO -> terminal.interactive() ? Format.ANSI : Format.TEXT;
        };
    }

    private static byte[] draw(String text, Format format, TokenizerSource source)
            throws CommandFailure, InterruptedException, IOException {
        return switch (source) {
            case TokenizerSource.Folder folder -> draw(text, format, folder);
            case TokenizerSource.Served served -> {
                String name = format.name().toLowerCase(Locale.ROOT);
                yield served.gateway()
                        .ask(
                                "/v1/attention-mask",
                                served.request().put("text", text).put("format", name));
            }
        };
    }

    private static byte[] draw(String text, Format format, TokenizerSource.Folder folder)
            throws CommandFailure, IOException {
        var masks =
                new AttentionMasks(
                        folder.name(),
                        folder.checkpoint().tokenizer(),
                        folder.checkpoint().settings());
        var bytes = new ByteArrayOutputStream();
        try {
            MaskInput input = new MaskInput.Text(text, PieceRule.TRANSFORMERS_4);
            renderer(format).render(masks.of(input), bytes);
        } catch (MaskInputException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        return bytes.toByteArray();
    }

    private static MaskRenderer renderer(Format format) {
        return switch (format) {
            case TEXT -> new TextRenderer(TextColors.NONE);
            case ANSI -> new TextRenderer(TextColors.ANSI);
            case JSON -> new JsonRenderer();
            case SVG -> new SvgRenderer();
            case PNG -> new PngRenderer();
        };
    }

    private void write(Path file, byte[] bytes) throws CommandFailure {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot write %s: %s".formatted(file, FileFailure.reason(e)), e);
        }
        terminal.say("wrote " + file);
    }
}
