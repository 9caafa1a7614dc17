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
 * Code Llama's tokenizer: text to ids and back, byte-exact with SentencePiece, with the layouts for
 * infilling and chat. Immutable and thread-safe. Encoding takes O(n log n) on any text.
 *
 * <p>Source: meta-llama/codellama, llama/tokenizer.py and llama/generation.py; Hugging Face
 * transformers 4.57.6, tokenization_code_llama.py and tokenization_llama.py.
 */
public final class CodeLlamaTokenizer {
    private static final String MODEL_FILE = "tokenizer.model";

    /** Far above any vocabulary of Llama's kind: what is larger is an error, not a model. */
    private static final int MOST_IDS = 1 << 20;

    private final byte[] modelFile;
    private final TokenizerKind kind;
    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private final BytePairEncoder encoder;
    private final PieceTexts pieces;
    private final PostProcessor postProcessor;

    private CodeLlamaTokenizer(byte[] modelFile, TokenizerOptions settings) {
        this.modelFile = modelFile;
        this.kind = settings.kind();
        vocabulary = new Vocabulary(SentencePieceModel.read(modelFile));
        special = new SpecialTokens(vocabulary, sentinels(kind), settings.specialPieces());
        encoder = new BytePairEncoder(vocabulary);
        pieces = new PieceTexts(vocabulary, special, 0);
        postProcessor = new PostProcessor(bosId(), eosId(), settings.addBos(), settings.addEos());
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
     * @param sentencePieceModel a tokenizer.model file's bytes
     * @throws TokenizerFormatException where they are no SentencePiece BPE model of Llama's kind,
     *     or the settings do not go with it
     */
    public static CodeLlamaTokenizer of(byte[] sentencePieceModel, TokenizerOptions settings) {
        return new CodeLlamaTokenizer(sentencePieceModel.clone(), settings);
    }

    /** The same tokenizer with other added tokens: Transformers' {@code update_post_processor}. */
    public CodeLlamaTokenizer withSpecialTokens(boolean addBos, boolean addEos) {
        var other = new PostProcessor(bosId(), eosId(), addBos, addEos);
        return new CodeLlamaTokenizer(this, other, pieces);
    }

    /**
     * The same tokenizer for a model whose output has more rows than there are pieces: the ids
     * beyond are special and stand for no text. Encoding never gives them.
     *
     * @param ids of the model; fewer than there are pieces change nothing
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

    /** How many ids there are. */
    public int vocabularySize() {
        return pieces.size();
    }

    public int bosId() {
        return special.bosId();
    }

    public int eosId() {
        return special.eosId();
    }

    public int unknownId() {
        return vocabulary.unknownId();
    }

    /** {@code ▁<PRE>}, where the model has it. */
    public OptionalInt prefixId() {
        return idOf(SpecialTokens.PREFIX);
    }

    /** {@code ▁<SUF>}, where the model has it. */
    public OptionalInt suffixId() {
        return idOf(SpecialTokens.SUFFIX);
    }

    /** {@code ▁<MID>}, where the model has it. */
    public OptionalInt middleId() {
        return idOf(SpecialTokens.MIDDLE);
    }

    /** {@code ▁<EOT>}, which ends an infilling, where the model has it. */
    public OptionalInt eotId() {
        return idOf(SpecialTokens.EOT);
    }

    /** The id of a piece as {@link #pieceOf} spells it. */
    public OptionalInt idOf(String piece) {
        return special.idOf(piece);
    }

    /**
     * The vocabulary's string, with U+2581 for a space and {@code <0x0A>} for a byte.
     *
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public String pieceOf(int id) {
        return pieces.piece(id);
    }

    /** Ids without BOS and EOS. */
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

    /** Pieces without BOS and EOS. */
    public List<String> tokenize(String text, ControlTokens controlTokens) {
        return Arrays.stream(encode(text, controlTokens)).mapToObj(this::pieceOf).toList();
    }

    /** Ids with BOS and EOS as the settings say. */
    public int[] encodePrompt(String text, ControlTokens controlTokens) {
        return postProcessor.build(encode(text, controlTokens));
    }

    /**
     * An infilling prompt, with BOS: the model goes on with the middle. Control tokens spelled in
     * it stay characters.
     *
     * @throws IllegalStateException where the model has no infilling pieces
     */
    public int[] encodeInfill(String prefix, String suffix, InfillLayout order) {
        return new InfillEncoder(encoder, special).encode(prefix, suffix, order);
    }

    /**
     * Encodes a chat prompt, behind which the model writes the assistant's message. Control tokens
     * spelled in a message stay characters.
     *
     * @throws ChatTemplateException where the roles are not system (first only), then user and
     *     assistant by turns, user last
     * @throws IllegalStateException where the model lacks the template's pieces
     */
    public int[] encodeChat(List<ChatTurn> messages, ChatTemplate format) {
        return encodeChat(messages, format, false);
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
            List<ChatTurn> messages, ChatTemplate format, boolean continueFinalMessage) {
        return new ChatEncoder(encoder, special).encode(messages, format, continueFinalMessage);
    }

    /**
     * The text of a whole sequence: the one space that encoding put before it is dropped. Bytes
     * that are no UTF-8 become U+FFFD each.
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

    /** The texts of whole sequences, each as {@link #decode} gives it. */
    public List<String> batchDecode(List<int[]> sequences, boolean skipSpecialTokens) {
        return sequences.stream().map(ids -> decode(ids, skipSpecialTokens)).toList();
    }

    /** Decodes what a model gives after {@code promptIds}; special tokens have no text. */
    public ContinuationDecoder continuation(int[] promptIds) {
        return continuation(promptIds, true);
    }

    /**
     * Decodes what a model gives after {@code promptIds}.
     *
     * @param skipSpecialTokens whether special tokens have no text
     */
    public ContinuationDecoder continuation(int[] promptIds, boolean skipSpecialTokens) {
        var decoder = new ContinuationDecoder(pieces, skipSpecialTokens);
        decoder.beginAfter(promptIds);
        return decoder;
    }

    /** The sequences behind each other, each with BOS and EOS as the settings say. */
    public int[] buildInputsWithSpecialTokens(int[]... sequences) {
        return postProcessor.build(sequences);
    }

    /** Of {@link #buildInputsWithSpecialTokens}: 1 where a token was added, 0 else. */
    public int[] specialTokensMask(int[]... sequences) {
        return postProcessor.mask(sequences);
    }

    /** Of ids that hold their special tokens already: 1 where one stands, 0 else. */
    public int[] specialTokensMaskOf(int[] ids) {
        return Arrays.stream(ids).map(id -> pieces.isSpecial(id) ? 1 : 0).toArray();
    }

    /** Of {@link #buildInputsWithSpecialTokens}: which sequence each place belongs to, from 0. */
    public int[] createTokenTypeIds(int[]... sequences) {
        return postProcessor.typeIds(sequences);
    }

    /**
     * Writes the model file, byte for byte as it was read.
     *
     * @return the file: {@code tokenizer.model} in {@code directory}
     */
    public Path saveVocabulary(Path directory) throws IOException {
        return Files.write(directory.resolve(MODEL_FILE), modelFile);
    }

    /** As {@link #saveVocabulary(Path)}, to {@code namePrefix-tokenizer.model}. */
    public Path saveVocabulary(Path directory, String namePrefix) throws IOException {
        return Files.write(directory.resolve(namePrefix + "-" + MODEL_FILE), modelFile);
    }

    private static List<String> sentinels(TokenizerKind kind) {
        return switch (kind) {
            case CODE_LLAMA -> SpecialTokens.INFILLING;
            case LLAMA -> List.of();
        };
    }

    /** One space before the text as a whole. */
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

    /** A space before each stretch between special tokens. */
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
