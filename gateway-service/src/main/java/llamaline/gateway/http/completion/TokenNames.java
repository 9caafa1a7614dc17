package llamaline.gateway.http.completion;

import java.nio.charset.StandardCharsets;
import llamaline.gateway.event.GeneratedToken;
import llamaline.tokenizer.CodeLlamaTokenizer;

/** Names tokens where their logprobs are shown. */
final class TokenNames {
    private static final String WORD_START = "\u2581";
    private static final String BYTE = "<0x";
    private static final int BYTE_LENGTH = 6;

    private final CodeLlamaTokenizer tokenizer;
    private final boolean namesById;

    /**
     * @param namesById whether a token is named {@code token_id:N} instead of by its text
     */
    TokenNames(CodeLlamaTokenizer tokenizer, boolean namesById) {
        this.tokenizer = tokenizer;
        this.namesById = namesById;
    }

    /** A generated token is named by its part of the text. */
    String of(GeneratedToken token) {
        return namesById ? byId(token.id()) : token.text();
    }

    /** A token by itself is named by its piece, or by its value where that is one byte. */
    String of(int id) {
        if (namesById) {
            return byId(id);
        }
        String piece = tokenizer.pieceOf(id);
        if (isByte(piece)) {
            int value = byteOf(piece);
            return value < 0x80 ? String.valueOf((char) value) : "bytes:\\x%02x".formatted(value);
        }
        return piece.replace(WORD_START, " ");
    }

    /** The UTF-8 bytes that a token adds to the text: none for a special token. */
    byte[] bytes(int id) {
        String piece = tokenizer.pieceOf(id);
        if (isByte(piece)) {
            return new byte[] {(byte) byteOf(piece)};
        }
        String text = tokenizer.continuation(new int[0]).accept(id);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String byId(int id) {
        return "token_id:" + id;
    }

    private static boolean isByte(String piece) {
        return piece.length() == BYTE_LENGTH && piece.startsWith(BYTE) && piece.endsWith(">");
    }

    private static int byteOf(String piece) {
        return Integer.parseInt(piece, BYTE.length(), BYTE_LENGTH - 1, 16);
    }
}
