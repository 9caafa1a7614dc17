package llamaline.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import llamaline.tokenizer.bpe.BytePairEncoder;
import llamaline.tokenizer.bpe.IdList;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import llamaline.tokenizer.decoding.PieceTexts;
import llamaline.tokenizer.prompt.ChatEncoder;
import llamaline.tokenizer.prompt.ChatTemplate;
import llamaline.tokenizer.prompt.ChatTemplateException;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.tokenizer.prompt.InfillEncoder;
import llamaline.tokenizer.prompt.InfillLayout;
import llamaline.tokenizer.prompt.PostProcessor;
import llamaline.tokenizer.sentencepiece.SentencePieceModel;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.sentencepiece.Vocabulary;
import llamaline.tokenizer.special.SpecialTokens;
import llamaline.tokenizer.special.TextPart;

/**
 * Turns text into token ids and back as Code Llama's tokenizer does, byte-exact with SentencePiece,
 * and lays out infilling and chat prompts. Ids are in [0, {@link #vocabularySize()}). Encoding
 * takes O(n log n) on any text. Immutable and thread-safe.
 *
 * <p>Source: meta-llama/codellama, llama/tokenizer.py and llama/generation.py; Hugging Face
 * transformers 4.57.6, tokenization_code_llama.py and tokenization_llama.py.
 */
public final class CodeLlamaTokenizer {
    private static final String MODEL_FILE = "tokenizer.model";

    /**
     * The largest vocabulary that {@link #withVocabulary} accepts, far above any of Llama's kind.
     */
    private static final int MOST_IDS = 1 << 20;

    private final byte[] modelFile;
    private final TokenizerKind kind;
    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private final BytePairEncoder encoder;
    private final PieceTexts pieces;
    private final PostProcessor postProcessor;

    private CodeLlamaTokenizer(byte[] modelFile, TokenizerOptions options) {
        this.modelFile = modelFile;
        this.kind = options.kind();
        vocabulary = new Vocabulary(SentencePieceModel.read(modelFile));
        special = new SpecialTokens(vocabulary, sentinels(kind), options.addedTokens());
        encoder = new BytePairEncoder(vocabulary);
        pieces = new PieceTexts(vocabulary, special, 0);
        postProcessor = new PostProcessor(bosId(), eosId(), options.addBos(), options.addEos());
    }

    private CodeLlamaTokenizer(
            CodeLlamaTokenizer other, PostProcessor postProcessor, PieceTexts pieces) {
        this.modelFile = other.modelFile;
        this.kind = other.kind;
        this.vocabulary = other.vocabulary;
        this.special = other.special;
        this.encoder = other.encoder;
        this.pieces = pieces;
        this.postProcessor = postProcessor;
    }

    /**
     * Reads a checkpoint's tokenizer.
     *
     * @param sentencePieceModel the bytes of a tokenizer.model file; copied
     * @param options what tokenizer_config.json adds to the file
     * @throws TokenizerFormatException where the bytes are no SentencePiece BPE model of Llama's
     *     kind, or the options do not go with it
     */
    public static CodeLlamaTokenizer of(byte[] sentencePieceModel, TokenizerOptions options) {
        return new CodeLlamaTokenizer(sentencePieceModel.clone(), options);
    }

    /**
     * Returns this tokenizer with other choices of BOS and EOS, as Transformers' {@code
     * update_post_processor} makes them.
     *
     * @param addBos whether BOS stands before each encoded text
     * @param addEos whether EOS stands after it
     */
    public CodeLlamaTokenizer withSpecialTokens(boolean addBos, boolean addEos) {
        var other = new PostProcessor(bosId(), eosId(), addBos, addEos);
        return new CodeLlamaTokenizer(this, other, pieces);
    }

    /**
     * Returns this tokenizer for a model whose output has more rows than the tokenizer has pieces.
     * The ids beyond the pieces are special and stand for no text; encoding never gives them.
     *
     * @param ids rows of the model's output; fewer than there are pieces change nothing
     * @throws TokenizerFormatException where they are more than any model of the family has
     */
    public CodeLlamaTokenizer withVocabulary(int ids) {
        if (ids > MOST_IDS) {
            throw new TokenizerFormatException(
                    "a vocabulary of %d ids is more than %d".formatted(ids, MOST_IDS));
        }
        return new CodeLlamaTokenizer(
                this, postProcessor, new PieceTexts(vocabulary, special, ids));
    }

    /** The number of ids: pieces of the model file, added tokens, and rows beyond them. */
    public int vocabularySize() {
        return pieces.size();
    }

    /** The id of {@code <s>}, which begins a sequence. */
    public int bosId() {
        return special.bosId();
    }

    /** The id of {@code </s>}, which ends a sequence. */
    public int eosId() {
        return special.eosId();
    }

    /** The id of the piece of type UNKNOWN, which the byte pieces keep encoding from ever using. */
    public int unknownId() {
        return vocabulary.unknownId();
    }

    /** The id of {@code ▁<PRE>}, empty where the model has no infilling. */
    public OptionalInt prefixId() {
        return idOf(SpecialTokens.PREFIX);
    }

    /** The id of {@code ▁<SUF>}, empty where the model has no infilling. */
    public OptionalInt suffixId() {
        return idOf(SpecialTokens.SUFFIX);
    }

    /** The id of {@code ▁<MID>}, empty where the model has no infilling. */
    public OptionalInt middleId() {
        return idOf(SpecialTokens.MIDDLE);
    }

    /** The id of {@code ▁<EOT>}, which ends an infilling; empty where the model has none. */
    public OptionalInt eotId() {
        return idOf(SpecialTokens.EOT);
    }

    /** The id of a piece spelled as {@link #pieceOf} spells it; empty where there is none. */
    public OptionalInt idOf(String piece) {
        return special.idOf(piece);
    }

    /**
     * The vocabulary's string for an id, with U+2581 for a space and {@code <0x0A>} for a byte.
     *
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public String pieceOf(int id) {
        return pieces.piece(id);
    }

    /** Encodes a text without BOS and EOS. An empty text has no ids. */
    public int[] encode(String text, ControlTokens controlTokens) {
        return switch (controlTokens) {
            case PLAIN -> encoder.encode(text);
            case PARSE ->
                    switch (kind) {
                        case CODE_LLAMA -> parseOnce(text);
                        case LLAMA -> parseEach(text);
                    };
        };
    }

    /** Encodes a text without BOS and EOS, and names each id as {@link #pieceOf} does. */
    public List<String> tokenize(String text, ControlTokens controlTokens) {
        return Arrays.stream(encode(text, controlTokens)).mapToObj(this::pieceOf).toList();
    }

    /** Encodes a text with the BOS and EOS that the options ask for. */
    public int[] encodePrompt(String text, ControlTokens controlTokens) {
        return postProcessor.build(encode(text, controlTokens));
    }

    /**
     * Encodes an infilling prompt, with BOS, behind which the model writes the middle. Control
     * tokens spelled in either text stay characters.
     *
     * @throws IllegalStateException where the model has no infilling pieces
     */
    public int[] encodeInfill(String prefix, String suffix, InfillLayout layout) {
        return new InfillEncoder(encoder, special).encode(prefix, suffix, layout);
    }

    /**
     * Encodes a chat prompt, behind which the model writes the assistant's message. Control tokens
     * spelled in a message stay characters.
     *
     * @throws ChatTemplateException where the roles are not system (first only), then user and
     *     assistant by turns, user last
     * @throws IllegalStateException where the model lacks the template's pieces
     */
    public int[] encodeChat(List<ChatTurn> turns, ChatTemplate template) {
        return encodeChat(turns, template, false);
    }

    /**
     * Encodes a chat prompt.
     *
     * @param continueFinalMessage whether the last message is the assistant's and the model goes on
     *     with it; else it is the user's and the model answers it
     * @throws ChatTemplateException where the roles are not system (first only), then user and
     *     assistant by turns, the last as above
     * @throws IllegalStateException where the model lacks the template's pieces
     */
    public int[] encodeChat(
            List<ChatTurn> turns, ChatTemplate template, boolean continueFinalMessage) {
        return new ChatEncoder(encoder, special).encode(turns, template, continueFinalMessage);
    }

    /**
     * Decodes a whole sequence. The one space that encoding put before the text is dropped, and
     * each byte that is part of no UTF-8 character becomes U+FFFD.
     *
     * @param skipSpecialTokens whether special tokens have no text
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        var text = new StringBuilder(4 * ids.length);
        var decoder = new ContinuationDecoder(pieces, skipSpecialTokens);
        for (int id : ids) {
            decoder.accept(id, text);
        }
        text.append(decoder.finish());
        return text.substring(beginsWithMark(ids, skipSpecialTokens) ? 1 : 0);
    }

    /** Decodes whole sequences, each as {@link #decode} does. */
    public List<String> batchDecode(List<int[]> sequences, boolean skipSpecialTokens) {
        return sequences.stream().map(ids -> decode(ids, skipSpecialTokens)).toList();
    }

    /**
     * Begins to decode the completion that a model writes after {@code promptIds}; special tokens
     * have no text.
     */
    public ContinuationDecoder continuation(int[] promptIds) {
        return continuation(promptIds, true);
    }

    /**
     * Begins to decode the completion that a model writes after {@code promptIds}.
     *
     * @param skipSpecialTokens whether special tokens have no text
     */
    public ContinuationDecoder continuation(int[] promptIds, boolean skipSpecialTokens) {
        var decoder = new ContinuationDecoder(pieces, skipSpecialTokens);
        decoder.beginAfter(promptIds);
        return decoder;
    }

    /** Joins sequences, each with the BOS and EOS that the options ask for. */
    public int[] buildInputsWithSpecialTokens(int[]... sequences) {
        return postProcessor.build(sequences);
    }

    /**
     * Marks each id of {@link #buildInputsWithSpecialTokens}: 1 where BOS or EOS was added, else 0.
     */
    public int[] specialTokensMask(int[]... sequences) {
        return postProcessor.mask(sequences);
    }

    /**
     * Marks each id of a sequence that holds its special tokens already: 1 where it is special,
     * else 0.
     */
    public int[] specialTokensMaskOf(int[] ids) {
        return Arrays.stream(ids).map(id -> pieces.isSpecial(id) ? 1 : 0).toArray();
    }

    /**
     * Names for each id of {@link #buildInputsWithSpecialTokens} the sequence that it belongs to,
     * from 0.
     */
    public int[] createTokenTypeIds(int[]... sequences) {
        return postProcessor.typeIds(sequences);
    }

    /**
     * Writes the model file, byte for byte as it was read.
     *
     * @return the file {@code tokenizer.model} in {@code directory}
     */
    public Path saveVocabulary(Path directory) throws IOException {
        return Files.write(directory.resolve(MODEL_FILE), modelFile);
    }

    /**
     * Writes the model file, byte for byte as it was read.
     *
     * @return the file {@code namePrefix-tokenizer.model} in {@code directory}
     */
    public Path saveVocabulary(Path directory, String namePrefix) throws IOException {
        return Files.write(directory.resolve(namePrefix + "-" + MODEL_FILE), modelFile);
    }

    private static List<String> sentinels(TokenizerKind kind) {
        return switch (kind) {
            case CODE_LLAMA -> SpecialTokens.INFILLING;
            case LLAMA -> List.of();
        };
    }

    /** Encodes with one space before the text as a whole. */
    private int[] parseOnce(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String marked = Vocabulary.SPACE_MARK + text.replace(Vocabulary.SPACE_MARK, ' ');
        var ids = new IdList(text.length() / 3);
        for (TextPart stretch : TextPart.cut(marked, special)) {
            switch (stretch) {
                case TextPart.Plain plain -> ids.addAll(encoder.encodeWithoutSpace(plain.text()));
                case TextPart.Control control -> ids.add(control.piece().id());
            }
        }
        int[] all = ids.toArray();
        return all.length > 1 && isMark(all, 0) && special.isSpecial(all[1])
                ? Arrays.copyOfRange(all, 1, all.length)
                : all;
    }

    /** Encodes with a space before each part between special tokens. */
    private int[] parseEach(String text) {
        var ids = new IdList(text.length() / 3);
        for (TextPart stretch : TextPart.cut(text, special)) {
            switch (stretch) {
                case TextPart.Plain plain -> ids.addAll(encoder.encode(plain.text()));
                case TextPart.Control control -> ids.add(control.piece().id());
            }
        }
        return ids.toArray();
    }

    private boolean isMark(int[] ids, int at) {
        return pieces.piece(ids[at]).equals(String.valueOf(Vocabulary.SPACE_MARK));
    }

    private boolean beginsWithMark(int[] ids, boolean skipSpecialTokens) {
        for (int id : ids) {
            if (!skipSpecialTokens || !pieces.isSpecial(id)) {
                return pieces.piece(id).charAt(0) == Vocabulary.SPACE_MARK
                        && !pieces.text(id).isEmpty();
            }
        }
        return false;
    }
}
