package llamaline.mask.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against CPython 3.11.7. */
class PythonReprTest {
    @Test
    void choosesTheQuotesThatNeedNoEscape() {
        assertEquals("'a'", PythonRepr.of("a"));
        assertEquals("\"it's\"", PythonRepr.of("it's"));
        assertEquals("'\"'", PythonRepr.of("\""));
        assertEquals("'\\'\"'", PythonRepr.of("'\""));
    }

    @Test
    void escapesBackslashAndLineEnds() {
        assertEquals("'\\\\n\\t\\n\\r'", PythonRepr.of("\\n\t\n\r"));
    }

    /** Code points in hexadecimal, and what Python writes for each. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, \\x00",
                "1b, \\x1b",
                "7f, \\x7f",
                "85, \\x85",
                "a0, \\xa0",
                "ad, \\xad",
                "200b, \\u200b",
                "2028, \\u2028",
                "3000, \\u3000",
                "e000, \\ue000",
                "feff, \\ufeff",
                "d800, \\ud800",
                "ffff, \\uffff",
                "e0001, \\U000e0001",
                "e9, é",
                "2581, ▁",
                "25a0, ■",
                "301, ́",
                "1f600, 😀",
                "d55c, 한"
            })
    void writesWhatIsNotPrintableAsItsNumber(String codePoint, String written) {
        String text = Character.toString(Integer.parseInt(codePoint, 16));

        assertEquals("'" + written + "'", PythonRepr.of(text));
    }

    @Test
    void countsCodePointsWhenItPads() {
        assertEquals("😀  ", PythonRepr.padRight("😀", 3));
        assertEquals("  😀", PythonRepr.padLeft("😀", 3));
    }

    @Test
    void centersWithTheLargerHalfLeftWhereTheWidthIsOdd() {
        assertEquals("  ab ", PythonRepr.center("ab", 5));
        assertEquals(" a  ", PythonRepr.center("a", 4));
        assertEquals("abc", PythonRepr.center("abc", 2));
    }
}
