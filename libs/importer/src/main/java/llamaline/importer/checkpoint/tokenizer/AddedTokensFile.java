package llamaline.importer.checkpoint.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import llamaline.importer.checkpoint.config.JsonSettings;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.SpecialPiece;

/** Reads the tokens that were added to a tokenizer after its pieces were learned. */
final class AddedTokensFile {
    private static final String FIELD = "added_tokens_decoder";
    private static final String OLDER = "added_tokens.json";
    private static final Pattern ID = Pattern.compile("[0-9]{1,8}");

    private AddedTokensFile() {}

    /**
     * Reads {@code added_tokens_decoder} in tokenizer_config.json.
     *
     * @param vocabulary ids from there on are left out
     */
    static List<SpecialPiece> read(JsonSettings config, int vocabulary) {
        List<SpecialPiece> pieces = new ArrayList<>();
        config.fields(FIELD)
                .ifPresent(decoder -> {
                    for (String id : decoder.names()) {
                        pieces.add(piece(decoder, id));
                    }
                });
        return pieces.stream().filter(piece -> piece.getId() < vocabulary).toList();
    }

    /**
     * Refuses a list of the older kind, which says nothing of the tokens' flags, where it names a
     * token of the vocabulary that the tokenizer does not have otherwise.
     */
    static void requireKnown(Path directory, CodeLlamaTokenizer tokenizer, int vocabulary) {
        Path file = directory.resolve(OLDER);
        if (!Files.isRegularFile(file)) {
            return;
        }
        JsonSettings added = JsonSettings.read(file);
        for (String piece : added.names()) {
            List<Integer> ids = added.integers(piece).orElse(List.of());
            int known = tokenizer.idOf(piece).orElse(-1);
            if (!ids.stream().allMatch(id -> id >= vocabulary || id == known)) {
                throw added.wrong(piece, "is not in %s of tokenizer_config.json".formatted(FIELD));
            }
        }
    }

    private static SpecialPiece piece(JsonSettings decoder, String id) {
        if (!ID.matcher(id).matches()) {
            throw decoder.wrong("\"" + id + "\"", "is not a token id");
        }
        JsonSettings token =
                decoder.fields(id).orElseThrow(() -> decoder.wrong(id, "must be an object"));
        if (token.flag("single_word", false)) {
            throw token.wrong("single_word", "is true: tokens of whole words are not supported");
        }
        return SpecialPiece.newBuilder()
                .setId(Integer.parseInt(id))
                .setPiece(
                        token.text("content")
                                .filter(content -> !content.isEmpty())
                                .orElseThrow(() -> token.wrong("content", "is missing")))
                .setLstrip(token.flag("lstrip", false))
                .setRstrip(token.flag("rstrip", false))
                .setNormalized(token.flag("normalized", false))
                .setSpecial(token.flag("special", false))
                .build();
    }
}
