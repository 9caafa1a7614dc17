package llamaline.gateway.tokenizer;

import java.util.List;
import java.util.stream.IntStream;
import llamaline.gateway.models.RegisteredModel;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerOptions;

/**
 * The settings that a model's tokenizer was made with.
 *
 * @param tokenizerClass by Transformers' name
 * @param context of the model, in tokens
 * @param vocabulary ids in [0, vocabulary)
 * @param specialPieces beside BOS, EOS and the unknown piece; by id
 */
public record TokenizerInfo(
        String tokenizerClass,
        Added added,
        String bos,
        String eos,
        String unknown,
        int context,
        int vocabulary,
        List<String> specialPieces) {
    public TokenizerInfo {
        specialPieces = List.copyOf(specialPieces);
    }

    /** The tokens that are added to a sequence. */
    public record Added(boolean bos, boolean eos) {}

    static TokenizerInfo of(RegisteredModel model) {
        TokenizerOptions options = model.settings();
        CodeLlamaTokenizer tokenizer = model.tokenizer();
        return new TokenizerInfo(
                switch (options.kind()) {
                    case LLAMA -> "LlamaTokenizer";
                    case CODE_LLAMA -> "CodeLlamaTokenizer";
                },
                new Added(options.addBos(), options.addEos()),
                tokenizer.pieceOf(tokenizer.bosId()),
                tokenizer.pieceOf(tokenizer.eosId()),
                tokenizer.pieceOf(tokenizer.unknownId()),
                model.context(),
                model.vocabulary(),
                specialPieces(tokenizer));
    }

    private static List<String> specialPieces(CodeLlamaTokenizer tokenizer) {
        List<Integer> named = List.of(tokenizer.bosId(), tokenizer.eosId(), tokenizer.unknownId());
        return IntStream.range(0, tokenizer.vocabularySize())
                .filter(id -> !named.contains(id))
                .filter(id -> tokenizer.specialTokensMaskOf(new int[] {id})[0] == 1)
                .mapToObj(tokenizer::pieceOf)
                .filter(piece -> !piece.startsWith("<unused_"))
                .toList();
    }
}
