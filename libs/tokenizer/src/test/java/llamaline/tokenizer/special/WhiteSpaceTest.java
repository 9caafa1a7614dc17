package llamaline.tokenizer.special;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WhiteSpaceTest {
    /** All characters of which {@code str.isspace} is true in CPython 3.11. */
    private static final String PYTHONS =
            "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680"
                    + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A"
                    + "\u2028\u2029\u202F\u205F\u3000";

    @Test
    void stripsWhatPythonStripsAndNothingElse() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            String text = c + "x" + c;

            assertEquals(PYTHONS.indexOf(c) < 0 ? text : "x", WhiteSpace.strip(text));
        }
    }

    @Test
    void stripsEachSideByItself() {
        assertEquals("x ", WhiteSpace.stripLeading("\n x "));
        assertEquals("\n x", WhiteSpace.stripTrailing("\n x "));
        assertEquals("", WhiteSpace.strip(" \n\t"));
    }
}
