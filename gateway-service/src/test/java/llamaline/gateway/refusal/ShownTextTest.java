package llamaline.gateway.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShownTextTest {
    @Test
    void escapesWhatHasNoShape() {
        assertEquals("a\\u000ab\\u001b[31m", ShownText.shortened("a\nb\u001b[31m"));
        assertEquals("\\u202e\\u2028\\u0000", ShownText.shortened("\u202e\u2028\0"));
        assertEquals("\\ud800 \\u{e0001}", ShownText.shortened("\ud800 \udb40\udc01"));
    }

    @Test
    void keepsEveryLanguage() {
        assertEquals("größer 日本😀", ShownText.shortened("größer 日本😀"));
    }

    @Test
    void endsWithAnEllipsisWhereItIsLong() {
        assertEquals("\\u0007".repeat(60) + "…", ShownText.shortened("\u0007".repeat(61)));
    }
}
