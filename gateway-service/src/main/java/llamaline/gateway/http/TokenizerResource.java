package llamaline.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.models.Availability;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import llamaline.gateway.tokenizer.TokenizerCalls;
import llamaline.gateway.tokenizer.VocabularyFile;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer as a service: {@code /v1/tokenizer/...} with the methods of Transformers'
 * CodeLlamaTokenizer, and the routes of other servers, {@code /tokenize} and {@code /detokenize}.
 */
@ApplicationScoped
class TokenizerResource {
    private static final int NOT_MODIFIED = 304;
    private static final String ANY = "*";
    private static final String WEAK = "W/";

    private final JsonCalls calls;
    private final Availability availability;
    private final TokenizerCalls tokenizer;

    TokenizerResource(JsonCalls calls, Availability availability, TokenizerCalls tokenizer) {
        this.calls = calls;
        this.availability = availability;
        this.tokenizer = tokenizer;
    }

    /** The handlers of what is posted, by path. */
    Map<String, Handler<RoutingContext>> posts() {
        return Map.ofEntries(
                post("/tokenizer/encode", body -> TokenizerJson.of(tokenizer.encode(body))),
                post("/tokenizer/infill", body -> TokenizerJson.of(tokenizer.infill(body))),
                post(
                        "/tokenizer/tokenize",
                        body -> TokenizerJson.texts("pieces", tokenizer.tokenize(body))),
                post("/tokenizer/decode", body -> TokenizerJson.text(tokenizer.decode(body))),
                post(
                        "/tokenizer/batch_decode",
                        body -> TokenizerJson.texts("texts", tokenizer.batchDecode(body))),
                post(
                        "/tokenizer/get_special_tokens_mask",
                        body ->
                                TokenizerJson.ids(
                                        "special_tokens_mask", tokenizer.specialTokensMask(body))),
                post(
                        "/tokenizer/build_inputs_with_special_tokens",
                        body -> TokenizerJson.ids("input_ids", tokenizer.buildInputs(body))),
                post(
                        "/tokenizer/create_token_type_ids_from_sequences",
                        body -> TokenizerJson.ids("token_type_ids", tokenizer.tokenTypeIds(body))),
                post("/tokenize", body -> TokenizerJson.of(tokenizer.promptTokens(body))),
                post(
                        "/detokenize",
                        body ->
                                TokenizerJson.prompt(
                                        tokenizer.promptText(body),
                                        PromptFields.model(body).isPresent())));
    }

    private Map.Entry<String, Handler<RoutingContext>> post(
            String path, Function<RequestFields, String> answer) {
        return Map.entry(path, routing -> calls.answer(routing, answer));
    }

    /** Answers with a tokenizer's settings, by the names of tokenizer_config.json, as vLLM does. */
    void info(RoutingContext routing) {
        try {
            availability.requireReady();
            String info = TokenizerJson.of(tokenizer.info(routing.request().getParam("model")));
            routing.response().putHeader("content-type", "application/json").end(info);
        } catch (RefusedException e) {
            ErrorResponse.send(routing.response(), e.refusal());
        }
    }

    /** The model's vocabulary as a file; its hash says whether a caller has it already. */
    void saveVocabulary(RoutingContext routing) {
        try {
            availability.requireReady();
            VocabularyFile file = tokenizer.vocabulary(routing.request().getParam("model"));
            send(routing, file);
        } catch (RefusedException e) {
            ErrorResponse.send(routing.response(), e.refusal());
        }
    }

    private static void send(RoutingContext routing, VocabularyFile file) {
        String tag = "\"" + file.sha256() + "\"";
        HttpServerResponse response = routing.response();
        response.putHeader("etag", tag).putHeader("cache-control", "no-cache");
        if (knows(routing.request().getHeader("if-none-match"), tag)) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader("content-type", "application/octet-stream")
                .putHeader(
                        "content-disposition",
                        "attachment; filename=\"" + VocabularyFile.NAME + "\"")
                .end(Buffer.buffer(file.bytes().toByteArray()));
    }

    private static boolean knows(@Nullable String tags, String tag) {
        return tags != null
                && Arrays.stream(tags.split(","))
                        .map(String::strip)
                        .map(known -> known.startsWith(WEAK) ? known.substring(2) : known)
                        .anyMatch(known -> known.equals(ANY) || known.equals(tag));
    }
}
