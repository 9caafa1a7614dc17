package llamaline.tokenizer.bpe;

import java.util.Arrays;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/**
 * Encodes text byte-exact with SentencePiece's BPE. It cuts a text where no merge can span the cut
 * ({@link SafeCuts}), merges each word between two cuts by itself, and remembers short ones.
 * Encoding takes O(n log n) on any text. Thread-safe.
 *
 * <p>Source: sentencepiece, src/bpe_model.cc and src/normalizer.cc.
 */
public final class BytePairEncoder {
    private static final char REPLACEMENT = '\uFFFD';

    /** A character that no piece of the models joins to another one. */
    private static final String ANCHOR = "\u263A";

    private final Vocabulary vocabulary;
    private final SymbolTable symbols;
    private final MergeTable merges;
    private final SafeCuts cuts;
    private final UserDefinedPieces userDefined;
    private final WordCache cache = new WordCache();

    /** Prepares the merges of a vocabulary. */
    public BytePairEncoder(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.symbols = new SymbolTable(vocabulary);
        this.merges = new MergeTable(vocabulary, symbols);
        this.cuts = new SafeCuts(vocabulary);
        this.userDefined = new UserDefinedPieces(vocabulary);
    }

    /** Encodes a text as SentencePiece does: with a space put before it. */
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        char[] marked = new char[text.length() + 1];
        marked[0] = Vocabulary.SPACE_MARK;
        text.getChars(0, text.length(), marked, 1);
        return encode(marked);
    }

    /** Encodes a text as it stands, without SentencePiece's space in front. */
    public int[] encodeWithoutSpace(String text) {
        return encode(text.toCharArray());
    }

    /**
     * Encodes a text that stands behind another one, as the reference does it: with an anchor
     * character in front, whose ids are taken off again, so that no space is put before the text.
     */
    public int[] encodeContinuation(String text) {
        int[] ids = encode(ANCHOR + text);
        return Arrays.copyOfRange(ids, encode(ANCHOR).length, ids.length);
    }

    private int[] encode(char[] text) {
        mark(text);
        var ids = new IdList(text.length / 3);
        var merger = new Merger(merges);
        if (userDefined.isEmpty()) {
            encode(text, 0, text.length, merger, ids);
            return ids.toArray();
        }
        int from = 0;
        for (int at = 0; at < text.length; ) {
            int id = userDefined.longestAt(at, text);
            if (id < 0) {
                at += Character.charCount(Character.codePointAt(text, at));
                continue;
            }
            encode(text, from, at, merger, ids);
            ids.add(id);
            at += vocabulary.text(id).length();
            from = at;
        }
        encode(text, from, text.length, merger, ids);
        return ids.toArray();
    }

    /**
     * Replaces spaces by U+2581, and halves of surrogate pairs by the character that SentencePiece
     * makes of bad bytes.
     */
    private static void mark(char[] text) {
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            if (c == ' ') {
                text[i] = Vocabulary.SPACE_MARK;
            } else if (Character.isSurrogate(c)) {
                if (i + 1 < text.length && Character.isSurrogatePair(c, text[i + 1])) {
                    i++;
                } else {
                    text[i] = REPLACEMENT;
                }
            }
        }
    }

    private void encode(char[] text, int from, int to, Merger merger, IdList ids) {
        for (int at = from; at < to; ) {
            int end = cuts.after(at, text, to);
            if (end - at <= WordCache.LONGEST_WORD) {
                encodeWord(text, at, end, merger, ids);
            } else {
                merge(text, at, end, merger, ids);
            }
            at = end;
        }
    }

    private void encodeWord(char[] text, int from, int to, Merger merger, IdList ids) {
        int hash = WordCache.hash(text, from, to);
        var word = cache.find(hash, text, from, to);
        if (word != null) {
            ids.addAll(word.ids());
            return;
        }
        int start = ids.size();
        merge(text, from, to, merger, ids);
        cache.put(hash, new MergedWord(Arrays.copyOfRange(text, from, to), ids.from(start)));
    }

    private void merge(char[] text, int from, int to, Merger merger, IdList ids) {
        merger.begin(to - from);
        for (int i = from; i < to; ) {
            int codePoint = Character.codePointAt(text, i, to);
            merger.add(symbols.of(codePoint));
            i += Character.charCount(codePoint);
        }
        merger.merge();
        for (int i = 0; i < merger.count(); i++) {
            addIds(merger.symbol(i), ids);
        }
    }

    private void addIds(int symbol, IdList ids) {
        if (symbols.isPiece(symbol)) {
            ids.add(symbol);
            return;
        }
        addBytes(symbols.codePoint(symbol), ids);
    }

    /** Adds the byte pieces of a character's UTF-8. */
    private void addBytes(int codePoint, IdList ids) {
        if (codePoint < 0x80) {
            ids.add(vocabulary.byteId(codePoint));
            return;
        }
        int trailing = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        int lead = (0xF00 >> (trailing + 1)) & 0xFF;
        ids.add(vocabulary.byteId(lead | (codePoint >> (6 * trailing))));
        for (int i = trailing - 1; i >= 0; i--) {
            ids.add(vocabulary.byteId(0x80 | ((codePoint >> (6 * i)) & 0x3F)));
        }
    }
}
