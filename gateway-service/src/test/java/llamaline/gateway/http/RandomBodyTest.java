package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import llamaline.gateway.admission.Cards;
import llamaline.gateway.admission.RefusalCode;
import llamaline.gateway.admission.RefusedException;
import llamaline.gateway.admission.ServedModels;
import llamaline.gateway.mask.MaskCalls;
import llamaline.gateway.tokenizer.TokenizerCalls;
import llamaline.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to the routes of tokenizer and masks, the answer is one, or a refusal. */
class RandomBodyTest {
    private static final int BODIES = 2_000;
    private static final int DEPTH = 3;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ServedModels MODELS =
            Cards.served(Cards.infilling("demo"), Cards.chatting("chat"));
    private static final TokenizerCalls TOKENIZER = new TokenizerCalls(MODELS);
    private static final MaskCalls MASKS = new MaskCalls(MODELS);

    private static final Map<String, Function<JsonNode, String>> ROUTES =
            new TreeMap<>(
                    Map.ofEntries(
                            route("encode", body -> TokenizerJson.of(TOKENIZER.encode(body))),
                            route("infill", body -> TokenizerJson.of(TOKENIZER.infill(body))),
                            route("pieces", body -> texts(TOKENIZER.tokenize(body))),
                            route("decode", body -> TokenizerJson.text(TOKENIZER.decode(body))),
                            route("batch", body -> texts(TOKENIZER.batchDecode(body))),
                            route("mask", body -> ids(TOKENIZER.specialTokensMask(body))),
                            route("inputs", body -> ids(TOKENIZER.buildInputs(body))),
                            route("types", body -> ids(TOKENIZER.tokenTypeIds(body))),
                            route(
                                    "tokenize",
                                    body -> TokenizerJson.of(TOKENIZER.promptTokens(body))),
                            route(
                                    "detokenize",
                                    body -> TokenizerJson.prompt(TOKENIZER.promptText(body), true)),
                            route("attention", body -> MASKS.draw(body).mediaType())));

    private static final List<String> NAMES =
            List.of(
                    "model",
                    "text",
                    "text_pair",
                    "prefix",
                    "suffix",
                    "middle",
                    "suffix_first",
                    "add_special_tokens",
                    "add_bos",
                    "add_eos",
                    "parse_special",
                    "padding",
                    "padding_side",
                    "max_length",
                    "pad_token_id",
                    "return_token_type_ids",
                    "token_ids",
                    "token_ids_0",
                    "token_ids_1",
                    "already_has_special_tokens",
                    "sequences",
                    "skip_special_tokens",
                    "prompt",
                    "messages",
                    "content",
                    "tokens",
                    "return_token_strs",
                    "with_pieces",
                    "add_special",
                    "continue_final_message",
                    "format",
                    "cells",
                    "rule",
                    "slots",
                    "slot_length",
                    "chunk_length",
                    "cached");

    private static final List<String> WORDS =
            List.of(
                    "",
                    "demo",
                    "chat",
                    "x = 1",
                    "<FILL_ME>",
                    "a<FILL_ME>b",
                    "<s>",
                    "\ud83d",
                    "▁",
                    "user",
                    "assistant",
                    "left",
                    "right",
                    "longest",
                    "max_length",
                    "svg",
                    "png",
                    "json",
                    "free",
                    "decoding",
                    "prefilling",
                    "served");

    static Stream<String> routes() {
        return ROUTES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isAnsweredOrRefused(String route) {
        Function<JsonNode, String> answer = Objects.requireNonNull(ROUTES.get(route));
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Seeds.forEach(
                BODIES,
                random -> {
                    ObjectNode body = object(random, DEPTH);
                    try {
                        assertFalse(answer.apply(body).isEmpty());
                        answered.incrementAndGet();
                    } catch (RefusedException e) {
                        boolean isCallers =
                                e.refusal().code() == RefusalCode.INVALID_REQUEST
                                        || e.refusal().code() == RefusalCode.MODEL_NOT_FOUND;
                        assertTrue(isCallers, e.refusal().toString());
                        refused.incrementAndGet();
                    }
                });
        assertTrue(refused.get() > BODIES / 10, "refused: " + refused);
        assertTrue(answered.get() > 0, "answered: " + answered);
    }

    private static ObjectNode object(RandomGenerator random, int depth) {
        ObjectNode object = JSON.objectNode();
        if (random.nextBoolean()) {
            object.put("model", random.nextBoolean() ? "demo" : "chat");
        }
        if (depth == DEPTH && random.nextInt(4) == 0) {
            object.put("prefix", "a").put("suffix", "b");
        }
        for (int i = random.nextInt(8); i >= 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth));
        }
        return object;
    }

    private static JsonNode value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> JSON.booleanNode(random.nextBoolean());
            case 1 -> JSON.numberNode(random.nextInt(-2, 5_000));
            case 2 -> JSON.numberNode(random.nextDouble() * 1e20);
            case 3, 4, 5 -> JSON.textNode(WORDS.get(random.nextInt(WORDS.size())));
            case 6 -> JSON.nullNode();
            case 7 -> object(random, depth - 1);
            default -> list(random, depth - 1);
        };
    }

    private static ArrayNode list(RandomGenerator random, int depth) {
        ArrayNode list = JSON.arrayNode();
        boolean holdsIds = random.nextBoolean();
        for (int i = random.nextInt(6); i > 0; i--) {
            list.add(holdsIds ? JSON.numberNode(random.nextInt(4_112)) : value(random, depth));
        }
        return list;
    }

    private static Map.Entry<String, Function<JsonNode, String>> route(
            String name, Function<JsonNode, String> answer) {
        return Map.entry(name, answer);
    }

    private static String texts(List<String> texts) {
        return TokenizerJson.texts("texts", texts);
    }

    private static String ids(List<Integer> ids) {
        return TokenizerJson.ids("ids", ids);
    }
}
