package llamaline.worker.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import llamaline.v1.SpecialPiece;

/** Reads {@code added_tokens_decoder} of tokenizer_config.json. */
final class AddedTokens {
    private static final String FIELD = "added_tokens_decoder";
    private static final Pattern ID = Pattern.compile("[0-9]{1,8}");

    private AddedTokens() {}

    static List<SpecialPiece> read(JsonFields config) {
        List<SpecialPiece> pieces = new ArrayList<>();
        config.fields(FIELD)
                .ifPresent(decoder -> {
                    for (String id : decoder.names()) {
                        pieces.add(piece(decoder, id));
                    }
                });
        return pieces;
    }

    private static SpecialPiece piece(JsonFields decoder, String id) {
        if (!ID.matcher(id).matches()) {
            throw decoder.wrong("\"" + id + "\"", "is not a token id");
        }
        JsonFields token =
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
