package llamaline.gateway.http;

import java.util.List;
import java.util.Optional;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.tokenizer.EncodedInput;
import llamaline.gateway.tokenizer.EncodedTexts;
import llamaline.gateway.tokenizer.EncodingPart;
import llamaline.gateway.tokenizer.PromptTokens;
import llamaline.gateway.tokenizer.TokenPiece;
import llamaline.gateway.tokenizer.TokenizerInfo;

/** The answers of the tokenizer's routes, as JSON. */
final class TokenizerJson {
    private TokenizerJson() {}

    /** Lists for one text, and lists of lists for a batch, as Hugging Face's tokenizers give. */
    static String of(EncodedTexts texts) {
        JsonText json = new JsonText().object();
        for (EncodingPart part : texts.parts()) {
            json.key(part.key());
            if (texts.isBatch()) {
                json.array();
                texts.encodings().forEach(encoding -> json.ids(encoding.part(part)));
                json.endArray();
            } else {
                EncodedInput only = texts.encodings().getFirst();
                json.ids(only.part(part));
            }
        }
        return json.endObject().toString();
    }

    static String of(PromptTokens answer) {
        return switch (answer) {
            case PromptTokens.OfPrompt prompt -> of(prompt);
            case PromptTokens.OfContent content -> of(content);
        };
    }

    static String ids(String key, List<Integer> ids) {
        return new JsonText().object().key(key).ids(ids).endObject().toString();
    }

    static String texts(String key, List<String> texts) {
        JsonText json = new JsonText().object().key(key);
        return put(json, texts).endObject().toString();
    }

    static String text(String text) {
        return new JsonText().object().key("text").value(text).endObject().toString();
    }

    /**
     * Under the names that callers of other servers look for.
     *
     * @param namesModel as callers of vLLM do, who want {@code prompt} alone; those of llama.cpp
     *     have no such field, and want {@code content}
     */
    static String prompt(String text, boolean namesModel) {
        JsonText json = new JsonText().object();
        json.key("prompt").value(text);
        if (!namesModel) {
            json.key("content").value(text);
        }
        return json.endObject().toString();
    }

    static String of(TokenizerInfo info) {
        JsonText json = new JsonText().object();
        json.key("tokenizer_class").value(info.tokenizerClass());
        json.key("add_bos_token").value(info.added().bos());
        json.key("add_eos_token").value(info.added().eos());
        json.key("bos_token").value(info.bos());
        json.key("eos_token").value(info.eos());
        json.key("unk_token").value(info.unknown());
        json.key("model_max_length").value(info.context());
        json.key("vocab_size").value(info.vocabulary());
        json.key("additional_special_tokens");
        put(json, info.specialPieces());
        return json.endObject().toString();
    }

    private static String of(PromptTokens.OfPrompt prompt) {
        JsonText json = new JsonText().object();
        json.key("count").value(prompt.tokens().size());
        json.key("max_model_len").value(prompt.context());
        json.key("tokens").ids(prompt.tokens());
        json.key("token_strs");
        prompt.pieces().ifPresentOrElse(pieces -> put(json, pieces), json::nothing);
        return json.endObject().toString();
    }

    private static String of(PromptTokens.OfContent content) {
        JsonText json = new JsonText().object().key("tokens");
        Optional<List<TokenPiece>> pieces = content.pieces();
        if (pieces.isEmpty()) {
            return json.ids(content.tokens()).endObject().toString();
        }
        json.array();
        pieces.get().forEach(piece -> put(json, piece));
        return json.endArray().endObject().toString();
    }

    private static void put(JsonText json, TokenPiece piece) {
        json.object().key("id").value(piece.id()).key("piece");
        switch (piece) {
            case TokenPiece.Text text -> json.value(text.text());
            case TokenPiece.PartOfCharacter single -> json.ids(List.of(single.value()));
        }
        json.endObject();
    }

    private static JsonText put(JsonText json, List<String> texts) {
        json.array();
        texts.forEach(json::value);
        return json.endArray();
    }
}
