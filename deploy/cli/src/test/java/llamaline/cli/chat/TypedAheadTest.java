package llamaline.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedAheadTest {
    private final TypedAhead typed = new TypedAhead();

    @Test
    void isLinesAndARest() {
        typed.add("one\rtwo\\\r\rth");
        typed.add("ree");
        assertEquals(Optional.of("one"), typed.line());
        assertEquals(Optional.of("two\\"), typed.line());
        assertEquals(Optional.of(""), typed.line());
        assertEquals(Optional.empty(), typed.line());
        assertEquals("three", typed.rest());
        assertEquals("", typed.rest());
    }

    @Test
    void heedsBackspaceWithinItsLine() {
        typed.add("a\rb\u007f\u007fé😀\u007f!");
        assertEquals(Optional.of("a"), typed.line());
        assertEquals("é!", typed.rest());
    }

    @Test
    void leavesOutKeysThatAreNoCharacters() {
        typed.add("a\u001b[A\u001bOBb\u001b[3~\u0004\tc");
        assertEquals("ab\tc", typed.rest());
    }
}
