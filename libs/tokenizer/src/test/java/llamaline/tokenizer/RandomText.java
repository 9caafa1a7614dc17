package llamaline.tokenizer;

import java.util.List;
import java.util.random.RandomGenerator;
import llamaline.tokenizer.sentencepiece.Vocabulary;

/** Texts that a tokenizer may stumble over. */
public final class RandomText {
    private static final List<String> PARTS =
            List.of(
                    " ",
                    "  ",
                    "        ",
                    "\n",
                    "\t",
                    "\r\n",
                    "def ",
                    "self",
                    "return",
                    "()",
                    ")):",
                    "==",
                    "====",
                    "/////",
                    "0123",
                    "é",
                    "한글",
                    "🙂",
                    "👩‍💻",
                    "ﬁ",
                    "e\u0301",
                    "<s>",
                    "</s>",
                    "<unk>",
                    "<PRE>",
                    " <SUF>",
                    " <EOT><EOT>",
                    "<0x0A>",
                    "☺",
                    "\u0000",
                    "\uFEFF",
                    "\uFFFD",
                    "\u00A0",
                    "the",
                    "ing",
                    "aaaa",
                    "xX",
                    "_",
                    "'",
                    "\"\"\"",
                    "日本語",
                    "привет",
                    "\uD83C\uDDF0\uD83C\uDDF7");

    private RandomText() {}

    /** Valid Unicode without U+2581. */
    public static String any(int longest, RandomGenerator random) {
        var text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        while (text.length() < length) {
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(codePoint(random));
            } else {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
        }
        return text.toString();
    }

    /** Of few different characters, so that most neighbours may merge. */
    public static String of(String alphabet, int longest, RandomGenerator random) {
        int[] characters = alphabet.codePoints().toArray();
        var text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static int codePoint(RandomGenerator random) {
        int bits = 1 + random.nextInt(21);
        int codePoint = random.nextInt(1 << bits);
        boolean isCharacter =
                codePoint <= Character.MAX_CODE_POINT
                        && (codePoint < 0xD800 || codePoint > 0xDFFF)
                        && codePoint != Vocabulary.SPACE_MARK;
        return isCharacter ? codePoint : 'x';
    }
}
