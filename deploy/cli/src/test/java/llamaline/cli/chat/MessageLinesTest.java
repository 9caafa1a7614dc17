package llamaline.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageLinesTest {
    record Typed(List<String> lines, List<String> messages) {}

    static List<Typed> typed() {
        return List.of(
                new Typed(List.of(), List.of()),
                new Typed(List.of("hi", "there"), List.of("hi", "there")),
                new Typed(List.of("", " x "), List.of("", " x ")),
                new Typed(List.of("a\\", "b\\", "c", "d"), List.of("a\nb\nc", "d")),
                new Typed(List.of("a\\"), List.of("a\n")),
                new Typed(List.of("\"\"\"", "a", "", "b\"\"\"", "c"), List.of("a\n\nb", "c")),
                new Typed(List.of("\"\"\"", "a", "\"\"\""), List.of("a\n")),
                new Typed(List.of("\"\"\"a", "b\"\"\""), List.of("a\nb")),
                new Typed(List.of("\"\"\"a\"\"\""), List.of("a")),
                new Typed(List.of("\"\"\"", "a\\", "b"), List.of("a\\\nb\n")),
                new Typed(List.of("pasted\ntext", "x"), List.of("pasted\ntext", "x")));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void makeMessages(Typed typed) {
        var left = new ArrayList<>(typed.lines());
        var reader =
                new MessageLines(
                        _ -> left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst()));
        var messages = new ArrayList<String>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            messages.add(next.get());
        }
        assertEquals(typed.messages(), messages);
    }

    @Test
    void onlyTheFirstLineOfAMessageIsItsFirst() {
        var left = new ArrayList<>(List.of("a\\", "b", "c"));
        var firsts = new ArrayList<Boolean>();
        var reader =
                new MessageLines(isFirst -> {
                    firsts.add(isFirst);
                    return Optional.of(left.removeFirst());
                });
        reader.next();
        reader.next();
        assertEquals(List.of(true, false, true), firsts);
    }
}
