package llamaline.cli.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.cli.terminal.CommandFailure;
import llamaline.importer.checkpoint.tokenizer.CheckpointTokenizer;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.prompt.InfillLayout;

/**
 * A text as a model is given it.
 *
 * @param ids token ids
 * @param pieces the vocabulary's strings, as many
 */
public record TextTokens(List<Integer> ids, List<String> pieces) {
    /** Marks what is to be filled in. */
    public static final String GAP = "<FILL_ME>";

    private static final ObjectMapper JSON = new ObjectMapper();

    public TextTokens {
        ids = List.copyOf(ids);
        pieces = List.copyOf(pieces);
    }

    /**
     * Tokenizes a text, by a checkpoint of this machine or by a gateway.
     *
     * @param adds BOS and EOS, as the model wants them
     */
    public static TextTokens of(String text, boolean adds, TokenizerSource source)
            throws CommandFailure, InterruptedException {
        return switch (source) {
            case TokenizerSource.Folder folder -> of(text, adds, folder.checkpoint());
            case TokenizerSource.Served served -> {
                ObjectNode body = served.request().put("prompt", text);
                body.put("add_special_tokens", adds).put("return_token_strs", true);
                yield parse(served.gateway().ask("/tokenize", body));
            }
        };
    }

    private static TextTokens of(String text, boolean adds, CheckpointTokenizer checkpoint)
            throws CommandFailure {
        CodeLlamaTokenizer tokenizer = checkpoint.tokenizer();
        int[] bare = bareIds(text, checkpoint);
        int[] ids = adds ? tokenizer.buildInputsWithSpecialTokens(bare) : bare;
        return new TextTokens(
                Arrays.stream(ids).boxed().toList(),
                Arrays.stream(ids).mapToObj(tokenizer::pieceOf).toList());
    }

    /** A gap in the text makes it an infilling prompt, unless nothing stands behind it. */
    private static int[] bareIds(String text, CheckpointTokenizer checkpoint)
            throws CommandFailure {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            return checkpoint.tokenizer().encode(text, ControlTokens.PARSE);
        }
        String prefix = text.substring(0, gap);
        String suffix = text.substring(gap + GAP.length());
        if (suffix.contains(GAP)) {
            throw CommandFailure.usage("%s stands more than once".formatted(GAP));
        }
        if (suffix.isEmpty()) {
            return checkpoint.tokenizer().encode(prefix, ControlTokens.PARSE);
        }
        if (!checkpoint.infill()) {
            throw new CommandFailure(
                    "the tokenizer has no pieces for infilling: no %s in the text".formatted(GAP));
        }
        int[] withBos =
                checkpoint
                        .tokenizer()
                        .encodeInfill(prefix, suffix, InfillLayout.PREFIX_SUFFIX_MIDDLE);
        return Arrays.copyOfRange(withBos, 1, withBos.length);
    }

    private static TextTokens parse(byte[] answer) throws CommandFailure {
        try {
            JsonNode json = JSON.readTree(new String(answer, StandardCharsets.UTF_8));
            var ids = new ArrayList<Integer>();
            json.path("tokens").forEach(id -> ids.add(id.intValue()));
            var pieces = new ArrayList<String>();
            json.path("token_strs").forEach(piece -> pieces.add(piece.asText()));
            return new TextTokens(ids, pieces);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the gateway sent something else than JSON", e);
        }
    }
}
