package llamaline.gateway.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import org.jspecify.annotations.Nullable;

/**
 * All that callers ask of a served model's tokenizer. Each call names its fields as Transformers'
 * CodeLlamaTokenizer does, and is answered at once: the gateway has the tokenizer that the model's
 * workers announced. Stateless but for what it is given.
 *
 * <p>Each method throws {@link RefusedException}, naming what was wrong, where, and what is
 * allowed.
 */
public final class TokenizerCalls {
    private static final String TOKEN_IDS = "token_ids";
    private static final String SEQUENCES = "sequences";
    private static final String FIRST = "token_ids_0";
    private static final String SECOND = "token_ids_1";
    private static final String TOKENS = "tokens";

    private final ModelRegistry models;

    /** Asks the tokenizers of these models. */
    public TokenizerCalls(ModelRegistry models) {
        this.models = models;
    }

    /** Texts as a model is given them. */
    public EncodedTexts encode(RequestFields fields) {
        return new EncodeCall(request(fields)).texts();
    }

    /** The ids of an infilling prompt. */
    public EncodedTexts infill(RequestFields fields) {
        return new EncodeCall(request(fields)).infill();
    }

    /** A text's pieces, without added tokens. */
    public List<String> tokenize(RequestFields fields) {
        TokenizerRequest request = request(fields);
        int[] ids = new EncodeCall(request).ids();
        TokenIdLists.requireCount(EncodeCall.TEXT, ids.length);
        return Arrays.stream(ids).mapToObj(request.tokenizer()::pieceOf).toList();
    }

    /** The text of a whole sequence. */
    public String decode(RequestFields fields) {
        TokenizerRequest request = request(fields);
        boolean skips = request.fields().flag("skip_special_tokens", false);
        return request.tokenizer().decode(request.requiredIds(TOKEN_IDS), skips);
    }

    /** The texts of several. */
    public List<String> batchDecode(RequestFields fields) {
        TokenizerRequest request = request(fields);
        boolean skips = request.fields().flag("skip_special_tokens", false);
        String allowed = "a list of lists of token ids";
        RequestValue sequences = request.required(SEQUENCES, allowed);
        if (!sequences.is(Kind.LIST)) {
            throw sequences.wrong(SEQUENCES, allowed);
        }
        // A list without ids counts too: it has a text in the answer.
        long count = sequences.items().size();
        List<int[]> lists = new ArrayList<>();
        for (RequestValue sequence : sequences.items()) {
            String field = "%s[%d]".formatted(SEQUENCES, lists.size());
            int[] ids = TokenIdLists.read(field, sequence, request.tokenizer().vocabularySize());
            count += ids.length;
            TokenIdLists.requireCount(SEQUENCES, count);
            lists.add(ids);
        }
        return request.tokenizer().batchDecode(lists, skips);
    }

    /** 1 where a special token stands, or would be added. */
    public List<Integer> specialTokensMask(RequestFields fields) {
        TokenizerRequest request = request(fields);
        if (!request.fields().flag("already_has_special_tokens", false)) {
            return TokenIdLists.list(request.tokenizer().specialTokensMask(sequences(request)));
        }
        if (request.ids(SECOND).isPresent()) {
            throw RefusedException.ofField(
                    SECOND,
                    "You should not supply a second sequence if the provided sequence of ids is already formatted with special tokens for the model.");
        }
        return TokenIdLists.list(
                request.tokenizer().specialTokensMaskOf(request.requiredIds(FIRST)));
    }

    /** One sequence or two, with BOS and EOS. */
    public List<Integer> buildInputs(RequestFields fields) {
        TokenizerRequest request = request(fields);
        return TokenIdLists.list(
                request.tokenizer().buildInputsWithSpecialTokens(sequences(request)));
    }

    /** The sequence that each place of {@link #buildInputs} belongs to: 0 or 1. */
    public List<Integer> tokenTypeIds(RequestFields fields) {
        TokenizerRequest request = request(fields);
        return TokenIdLists.list(request.tokenizer().createTokenTypeIds(sequences(request)));
    }

    /**
     * The vocabulary's file.
     *
     * @param model null means the only live one
     */
    public VocabularyFile vocabulary(@Nullable String model) {
        return VocabularyFile.of(served(model).vocabularyFile());
    }

    /**
     * The settings that the tokenizer was made with.
     *
     * @param model null means the only live one
     */
    public TokenizerInfo info(@Nullable String model) {
        return TokenizerInfo.of(served(model));
    }

    /** The route {@code /tokenize}, in vLLM's shape or llama.cpp's. */
    public PromptTokens promptTokens(RequestFields fields) {
        RegisteredModel model = served(PromptFields.model(fields).orElse(null));
        if (fields.value(PromptCall.MESSAGES).isPresent()) {
            models.requireChat(model);
        }
        return new PromptCall(fields, model).tokens();
    }

    /** The route {@code /detokenize}, the same for both. */
    public String promptText(RequestFields fields) {
        TokenizerRequest request = request(fields);
        return request.tokenizer().decode(request.requiredIds(TOKENS), false);
    }

    private TokenizerRequest request(RequestFields fields) {
        RegisteredModel model = served(PromptFields.model(fields).orElse(null));
        return TokenizerRequest.of(fields, model, true);
    }

    private RegisteredModel served(@Nullable String name) {
        RegisteredModel model = models.choose(name);
        models.requireLive(model);
        return model;
    }

    private static int[][] sequences(TokenizerRequest request) {
        int[] first = request.requiredIds(FIRST);
        Optional<int[]> second = request.ids(SECOND);
        return second.isPresent() ? new int[][] {first, second.get()} : new int[][] {first};
    }
}
