package llamaline.gateway.tokenizer;

import java.util.List;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.tokenizer.EncodedInput.PaddingSide;
import llamaline.tokenizer.CodeLlamaTokenizer;

/**
 * Makes the texts of a batch equally long. Prompts are padded on the left, so that a model goes on
 * right behind them; the family has no padding token, so EOS stands in.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_utils_base.py (pad, PaddingStrategy).
 *
 * @param least the length that is reached at least
 */
record Padding(PaddingSide side, int padId, int least) {
    private static final String PADDING = "padding";
    private static final String PADDING_SIDE = "padding_side";
    private static final String PAD_TOKEN_ID = "pad_token_id";
    private static final String MAX_LENGTH = "max_length";
    private static final String ALLOWED = "true, false, 'longest', 'max_length' or 'do_not_pad'";

    /** Empty where there is to be none. */
    static Optional<Padding> read(RequestFields fields, CodeLlamaTokenizer tokenizer) {
        PaddingSide side = side(fields);
        int vocabulary = tokenizer.vocabularySize();
        int padId =
                (int) fields.integer(PAD_TOKEN_ID, 0, vocabulary - 1L).orElse(tokenizer.eosId());
        long most = fields.integer(MAX_LENGTH, 1, TokenIdLists.MOST).orElse(0);
        return switch (strategy(fields)) {
            case "do_not_pad" -> Optional.empty();
            case "longest" -> Optional.of(new Padding(side, padId, 0));
            case MAX_LENGTH -> {
                if (most == 0) {
                    throw RefusedException.ofField(
                            MAX_LENGTH, "'padding': 'max_length' needs 'max_length'.");
                }
                yield Optional.of(new Padding(side, padId, (int) most));
            }
            default ->
                    throw RefusedException.ofField(PADDING, "'padding' must be " + ALLOWED + ".");
        };
    }

    private static String strategy(RequestFields fields) {
        RequestValue padding = fields.value(PADDING).orElse(null);
        if (padding == null) {
            return "do_not_pad";
        }
        if (padding.is(Kind.FLAG)) {
            return padding.flag() ? "longest" : "do_not_pad";
        }
        if (!padding.is(Kind.TEXT)) {
            throw padding.wrong(PADDING, ALLOWED);
        }
        return padding.text();
    }

    private static PaddingSide side(RequestFields fields) {
        return switch (fields.text(PADDING_SIDE).orElse("left")) {
            case "left" -> PaddingSide.LEFT;
            case "right" -> PaddingSide.RIGHT;
            default ->
                    throw RefusedException.ofField(
                            PADDING_SIDE, "'padding_side' must be 'left' or 'right'.");
        };
    }

    List<EncodedInput> apply(List<EncodedInput> encodings) {
        int length =
                Math.max(least, encodings.stream().mapToInt(EncodedInput::length).max().orElse(0));
        TokenIdLists.requireCount(PADDING, (long) length * encodings.size());
        return encodings.stream()
                .map(encoding -> encoding.padded(side, length - encoding.length(), padId))
                .toList();
    }
}
