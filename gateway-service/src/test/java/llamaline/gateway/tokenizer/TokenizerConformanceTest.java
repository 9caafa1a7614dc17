package llamaline.gateway.tokenizer;

import static llamaline.gateway.fields.Bodies.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import llamaline.gateway.refusal.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden of the tokenizers, through the calls that the interfaces make. */
class TokenizerConformanceTest {
    private static final int BOS = 1;

    static Stream<GoldenModel> encode() {
        return GoldenModel.with("encode.jsonl");
    }

    static Stream<GoldenModel> specialTokens() {
        return GoldenModel.with("special-tokens.jsonl");
    }

    static Stream<GoldenModel> decode() {
        return GoldenModel.with("decode.jsonl");
    }

    static Stream<GoldenModel> infill() {
        return GoldenModel.with("infill.jsonl");
    }

    static Stream<GoldenModel> fillToken() {
        return GoldenModel.with("fill-token.jsonl");
    }

    static Stream<GoldenModel> chat() {
        return GoldenModel.with("chat.jsonl");
    }

    @ParameterizedTest
    @MethodSource("encode")
    void encodesTexts(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        List<List<Integer>> expected = new ArrayList<>();
        for (Golden golden : model.lines("encode.jsonl")) {
            List<Integer> ids = golden.ids("ids");
            ObjectNode bare = golden.body("text").put("add_special_tokens", false);
            ObjectNode content = JsonNodeFactory.instance.objectNode();
            content.set("content", golden.line().get("text"));

            assertEquals(ids, only(calls.encode(fields(bare))).inputIds(), golden.id());
            assertEquals(golden.texts("pieces"), calls.tokenize(fields(bare)), golden.id());
            assertEquals(ids, calls.promptTokens(fields(content)).tokens(), golden.id());
            texts.add(golden.line().get("text"));
            expected.add(withBos(ids));
        }

        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.set("text", texts);
        EncodedTexts encoded = calls.encode(fields(batch));

        assertTrue(encoded.isBatch());
        assertEquals(expected, encoded.encodings().stream().map(EncodedInput::inputIds).toList());
    }

    @ParameterizedTest
    @MethodSource("specialTokens")
    void addsWhatACallWants(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        for (Golden golden : model.lines("special-tokens.jsonl")) {
            EncodedInput single =
                    only(calls.encode(fields(golden.body("text", "add_bos", "add_eos"))));
            ObjectNode both = golden.body("text", "add_bos", "add_eos");
            both.set("text_pair", golden.line().get("pair_text"));
            EncodedInput pair = only(calls.encode(fields(both)));

            assertEquals(golden.ids("ids"), single.inputIds(), golden.id());
            assertEquals(golden.ids("token_type_ids"), single.tokenTypeIds(), golden.id());
            assertEquals(golden.ids("special_tokens_mask"), single.specialTokensMask());
            assertEquals(golden.ids("pair/input_ids"), pair.inputIds(), golden.id());
            assertEquals(golden.ids("pair/token_type_ids"), pair.tokenTypeIds(), golden.id());
            assertEquals(golden.ids("pair/attention_mask"), pair.attentionMask(), golden.id());
            assertEquals(
                    golden.ids("pair/special_tokens_mask"), pair.specialTokensMask(), golden.id());
        }
    }

    @ParameterizedTest
    @MethodSource("specialTokens")
    void framesSequencesOfIds(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        for (Golden golden : model.lines("special-tokens.jsonl")) {
            ObjectNode one = golden.body("add_bos", "add_eos");
            one.set("token_ids_0", bareIds(calls, golden, "text"));
            ObjectNode two = one.deepCopy();
            two.set("token_ids_1", bareIds(calls, golden, "pair_text"));
            ObjectNode already = JsonNodeFactory.instance.objectNode();
            already.set("token_ids_0", golden.line().get("ids"));
            already.put("already_has_special_tokens", true);

            String id = golden.id();
            assertEquals(golden.ids("build_inputs"), calls.buildInputs(fields(one)), id);
            assertEquals(golden.ids("build_inputs_pair"), calls.buildInputs(fields(two)), id);
            assertEquals(
                    golden.ids("special_tokens_mask"), calls.specialTokensMask(fields(one)), id);
            assertEquals(
                    golden.ids("special_tokens_mask_pair"),
                    calls.specialTokensMask(fields(two)),
                    id);
            assertEquals(
                    golden.ids("special_tokens_mask_already"),
                    calls.specialTokensMask(fields(already)));
            assertEquals(golden.ids("token_type_ids"), calls.tokenTypeIds(fields(one)), id);
            assertEquals(golden.ids("token_type_ids_pair"), calls.tokenTypeIds(fields(two)), id);
            already.set("token_ids_1", golden.line().get("ids"));
            assertEquals(
                    golden.line().at("/special_tokens_mask_already_pair_error/message").textValue(),
                    refusal(() -> calls.specialTokensMask(fields(already))));
        }
    }

    @ParameterizedTest
    @MethodSource("decode")
    void decodesSequences(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        ArrayNode sequences = JsonNodeFactory.instance.arrayNode();
        List<String> texts = new ArrayList<>();
        for (Golden golden : model.lines("decode.jsonl")) {
            ObjectNode keep = JsonNodeFactory.instance.objectNode();
            keep.set("token_ids", golden.line().get("ids"));
            ObjectNode tokens = JsonNodeFactory.instance.objectNode();
            tokens.set("tokens", golden.line().get("ids"));

            assertEquals(golden.text("text_keep_special"), calls.decode(fields(keep)), golden.id());
            assertEquals(golden.text("text_keep_special"), calls.promptText(fields(tokens)));
            ObjectNode skip = keep.deepCopy().put("skip_special_tokens", true);
            assertEquals(golden.text("text_skip_special"), calls.decode(fields(skip)), golden.id());
            sequences.add(golden.line().get("ids"));
            texts.add(golden.text("text_skip_special"));
        }

        ObjectNode batch = JsonNodeFactory.instance.objectNode().put("skip_special_tokens", true);
        batch.set("sequences", sequences);
        assertEquals(texts, calls.batchDecode(fields(batch)));
    }

    @ParameterizedTest
    @MethodSource("infill")
    void laysOutInfillingPrompts(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        for (Golden golden : model.lines("infill.jsonl")) {
            List<Integer> ids = golden.ids("ids");
            ObjectNode body = golden.body("prefix", "suffix", "suffix_first");
            ObjectNode bare = body.deepCopy().put("add_special_tokens", false);

            assertEquals(ids, only(calls.infill(fields(body))).inputIds(), golden.id());
            assertEquals(ids.subList(1, ids.size()), only(calls.infill(fields(bare))).inputIds());
            if (golden.text("suffix").isEmpty()) {
                continue;
            }
            assertEquals(golden.texts("slow_tokenize"), calls.tokenize(fields(body)), golden.id());
            if (golden.has("fill_me_text")) {
                ObjectNode text = golden.body("suffix_first");
                text.set("text", golden.line().get("fill_me_text"));
                assertEquals(ids, only(calls.encode(fields(text))).inputIds(), golden.id());
                assertEquals(ids, only(calls.infill(fields(text))).inputIds(), golden.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fillToken")
    void findsWhereToFillIn(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        for (Golden golden : model.lines("fill-token.jsonl")) {
            ObjectNode body = golden.body("text", "suffix_first");
            if (golden.has("ids")) {
                assertEquals(
                        golden.ids("ids"),
                        only(calls.encode(fields(body))).inputIds(),
                        golden.id());
                ObjectNode prompt = golden.body("suffix_first");
                prompt.set("prompt", golden.line().get("text"));
                assertEquals(
                        golden.ids("ids"),
                        calls.promptTokens(fields(prompt)).tokens(),
                        golden.id());
            } else {
                String refusal = refusal(() -> calls.encode(fields(body)));
                assertTrue(refusal.startsWith("<FILL_ME> stands more than once"), refusal);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chat")
    void laysOutChats(GoldenModel model) {
        TokenizerCalls calls = model.calls();
        for (Golden golden : model.lines("chat.jsonl")) {
            ObjectNode body = golden.body("messages");
            if (golden.line().get("ids_reference").isArray()) {
                List<Integer> ids = golden.ids("ids_reference");
                assertEquals(ids, calls.promptTokens(fields(body)).tokens(), golden.id());
                body.put("add_special_tokens", true).put("add_generation_prompt", false);
                assertEquals(withBos(ids), calls.promptTokens(fields(body)).tokens(), golden.id());
            } else {
                String reason = golden.line().at("/ids_reference/message").textValue();
                String refusal = refusal(() -> calls.promptTokens(fields(body)));
                assertTrue(refusal.contains(reason), golden.id() + ": " + refusal);
            }
        }
    }

    private static EncodedInput only(EncodedTexts texts) {
        assertEquals(1, texts.encodings().size());
        return texts.encodings().getFirst();
    }

    private static List<Integer> withBos(List<Integer> ids) {
        List<Integer> all = new ArrayList<>(Collections.nCopies(1, BOS));
        all.addAll(ids);
        return all;
    }

    private static ArrayNode bareIds(TokenizerCalls calls, Golden golden, String field) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("add_special_tokens", false);
        body.set("text", golden.line().get(field));
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        only(calls.encode(fields(body))).inputIds().forEach(ids::add);
        return ids;
    }

    private static String refusal(Runnable call) {
        return assertThrows(RefusedException.class, call::run).refusal().message();
    }
}
