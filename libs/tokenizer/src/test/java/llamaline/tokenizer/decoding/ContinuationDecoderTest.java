package llamaline.tokenizer.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.GoldenTokenizer;
import org.junit.jupiter.api.Test;

class ContinuationDecoderTest {
    private final CodeLlamaTokenizer tokenizer = GoldenTokenizer.DEMO.open();

    @Test
    void keepsTheFirstSpace() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[] {1});

        assertEquals(" return", decoder.accept(id("▁return")));
    }

    @Test
    void givesACharacterWithItsLastByte() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[0]);

        assertEquals("", decoder.accept(ofByte(0xED)));
        assertEquals("", decoder.accept(ofByte(0x95)));
        assertEquals("한", decoder.accept(ofByte(0x9C)));
        assertEquals("", decoder.finish());
    }

    @Test
    void replacesEachByteOfAnUnfinishedCharacter() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[0]);

        assertEquals("", decoder.accept(ofByte(0xED)));
        assertEquals("", decoder.accept(ofByte(0x95)));
        assertEquals("\uFFFD\uFFFD return", decoder.accept(id("▁return")));
        assertEquals("", decoder.accept(ofByte(0xF0)));
        assertEquals("\uFFFD", decoder.finish());
    }

    @Test
    void completesACharacterThatThePromptBegan() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[] {1, ofByte(0xED)});

        assertEquals("", decoder.accept(ofByte(0x95)));
        assertEquals("한", decoder.accept(ofByte(0x9C)));
    }

    @Test
    void leavesThePromptsBrokenBytesToThePrompt() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[] {1, ofByte(0xED)});

        assertEquals("", decoder.accept(ofByte(0x95)));
        assertEquals("\uFFFD return", decoder.accept(id("▁return")));
    }

    @Test
    void doesNotRepeatTheEndOfThePrompt() {
        int[] prompt = {1, ofByte(0xED), ofByte('A')};

        ContinuationDecoder decoder = tokenizer.continuation(prompt);

        assertEquals(" return", decoder.accept(id("▁return")));
    }

    @Test
    void holdsNoCharacterBehindABrokenOne() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[0]);

        assertEquals("", decoder.accept(ofByte(0xED)));
        assertEquals("\uFFFD\n", decoder.accept(ofByte('\n')));
    }

    @Test
    void specialTokensHaveNoText() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[] {1});

        assertEquals("", decoder.accept(ofByte(0xC3)));
        assertEquals("", decoder.accept(tokenizer.eotId().orElseThrow()));
        assertEquals("é", decoder.accept(ofByte(0xA9)));
        assertEquals("", decoder.accept(tokenizer.eosId()));
    }

    @Test
    void refusesAnIdOutsideTheVocabulary() {
        ContinuationDecoder decoder = tokenizer.continuation(new int[0]);

        assertThrows(IndexOutOfBoundsException.class, () -> decoder.accept(4112));
        assertThrows(IndexOutOfBoundsException.class, () -> decoder.accept(-1));
    }

    private int id(String piece) {
        return tokenizer.idOf(piece).orElseThrow();
    }

    private int ofByte(int value) {
        return id("<0x%02X>".formatted(value));
    }
}
