package llamaline.gateway.tokenizer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.validation.FillMarker;

/**
 * Texts to encodings: one or a batch, alone, in pairs, or as infilling prompts.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_utils_base.py (__call__).
 */
final class EncodeCall {
    static final String TEXT = "text";
    static final String PREFIX = "prefix";
    static final String SUFFIX = "suffix";
    private static final String TEXT_PAIR = "text_pair";
    private static final String TEXTS = "a string or a list of strings";

    /** The most texts of one call: each has an object of its own in the answer. */
    private static final int MOST_TEXTS = 4096;

    /** They change ids, and are not to be had here. */
    private static final List<String> UNSUPPORTED =
            List.of(
                    "truncation",
                    "stride",
                    "is_split_into_words",
                    "return_overflowing_tokens",
                    "return_offsets_mapping");

    private final TokenizerRequest request;
    private final TextIds textIds;
    private final Optional<Padding> padding;

    EncodeCall(TokenizerRequest request) {
        this.request = request;
        this.textIds = new TextIds(request.fields(), request.model());
        this.padding = Padding.read(request.fields(), request.tokenizer());
        UNSUPPORTED.forEach(name -> refuseUnsupported(request.fields(), name));
    }

    /** Encodes {@code text} and, where given, {@code text_pair}. */
    EncodedTexts texts() {
        RequestValue text = request.required(TEXT, TEXTS);
        Optional<RequestValue> pair = request.fields().value(TEXT_PAIR);
        if (text.is(Kind.TEXT)) {
            int[] first = idsOf(TEXT, text);
            return answer(
                    false,
                    List.of(
                            pair.map(second -> encoding(first, idsOf(TEXT_PAIR, second)))
                                    .orElseGet(() -> encoding(first))));
        }
        return answer(true, batch(text, pair));
    }

    /** Encodes {@code prefix} and {@code suffix}, or {@code text} with one marker. */
    EncodedTexts infill() {
        return answer(false, List.of(encoding(infillIds())));
    }

    /** TokenIdLists of either, without added tokens. */
    int[] ids() {
        return request.fields().value(PREFIX).isPresent()
                ? infillIds()
                : idsOf(TEXT, request.required(TEXT, "a string"));
    }

    private int[] infillIds() {
        if (request.fields().value(TEXT).isEmpty()) {
            String prefix = request.requiredText(PREFIX);
            return textIds.infill(SUFFIX, prefix, request.requiredText(SUFFIX));
        }
        String text = request.requiredText(TEXT);
        if (!textIds.isMarked(text)) {
            throw RefusedException.ofField(
                    TEXT,
                    "Give 'prefix' and 'suffix', or a 'text' with one %s in it."
                            .formatted(FillMarker.MARKER));
        }
        return textIds.of(TEXT, text);
    }

    private List<EncodedInput> batch(RequestValue texts, Optional<RequestValue> pairs) {
        requireList(TEXT, texts);
        pairs.ifPresent(list -> requireList(TEXT_PAIR, list));
        if (pairs.isPresent() && pairs.get().items().size() != texts.items().size()) {
            throw RefusedException.ofField(
                    TEXT_PAIR,
                    "'text_pair' has %d strings, but 'text' has %d."
                            .formatted(pairs.get().items().size(), texts.items().size()));
        }
        List<EncodedInput> encodings = new ArrayList<>();
        long count = 0;
        for (int i = 0; i < texts.items().size(); i++) {
            int[] first = idsOf("text[%d]".formatted(i), texts.items().get(i));
            EncodedInput next =
                    pairs.isEmpty()
                            ? encoding(first)
                            : encoding(
                                    first,
                                    idsOf(
                                            "text_pair[%d]".formatted(i),
                                            pairs.get().items().get(i)));
            encodings.add(next);
            count += next.length();
            TokenIdLists.requireCount(TEXT, count);
        }
        return encodings;
    }

    private static void requireList(String field, RequestValue list) {
        if (!list.is(Kind.LIST)) {
            throw list.wrong(field, TEXTS);
        }
        if (list.isEmpty() || list.items().size() > MOST_TEXTS) {
            throw RefusedException.ofField(
                    field,
                    "'%s' has %d strings; 1 to %d are allowed."
                            .formatted(field, list.items().size(), MOST_TEXTS));
        }
    }

    private int[] idsOf(String field, RequestValue text) {
        if (!text.is(Kind.TEXT)) {
            throw text.wrong(field, "a string");
        }
        return textIds.of(field, text.text());
    }

    private EncodedInput encoding(int[]... sequences) {
        return EncodedInput.of(request.tokenizer(), sequences);
    }

    private EncodedTexts answer(boolean isBatch, List<EncodedInput> encodings) {
        encodings.forEach(encoding -> TokenIdLists.requireCount(TEXT, encoding.length()));
        List<EncodedInput> padded =
                padding.map(wanted -> wanted.apply(encodings)).orElse(encodings);
        return new EncodedTexts(isBatch, padded, parts());
    }

    private Set<EncodingPart> parts() {
        Set<EncodingPart> parts = EnumSet.of(EncodingPart.INPUT_IDS);
        for (EncodingPart part : EnumSet.complementOf(EnumSet.of(EncodingPart.INPUT_IDS))) {
            boolean isUsual = part == EncodingPart.ATTENTION_MASK;
            if (request.fields().flag("return_" + part.key(), isUsual)) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static void refuseUnsupported(RequestFields fields, String name) {
        boolean changesNothing =
                fields.value(name).map(value -> value.is(Kind.FLAG) && !value.flag()).orElse(true);
        if (!changesNothing) {
            throw RefusedException.ofField(
                    name, "'%s' is not supported with this value.".formatted(name));
        }
    }
}
