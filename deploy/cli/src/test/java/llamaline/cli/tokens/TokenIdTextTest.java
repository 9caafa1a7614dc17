package llamaline.cli.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import llamaline.cli.logits.LogitRow;
import llamaline.cli.terminal.CommandFailure;
import llamaline.cli.terminal.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and their logits, as a person writes and reads them. */
class TokenIdTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"1,2,30", "[1, 2, 30]\n", " 1 2\t30 "})
    void readsIdsAsPeopleWriteThem(String text) throws Exception {
        assertArrayEquals(new int[] {1, 2, 30}, TokenIdText.parse(text, 31));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,x", "1,-1", "30", "1.5", "99999999999"})
    void namesWhatIsNoId(String text) {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> TokenIdText.parse(text, 30));
        assertEquals(ExitCodes.USAGE, failure.exitCode());
        assertEquals(
                "--ids takes ids from 0 to 29, such as 1,822,3158; got '%s'"
                        .formatted(text.substring(text.indexOf(',') + 1)),
                failure.getMessage());
    }

    @Test
    void theGreatestLogitsComeFirst() {
        var row = new LogitRow(7, new float[] {1, 3, -2, 3, 0});
        assertEquals(List.of(1, 3, 0), row.greatest(3));
        assertEquals(List.of(1, 3, 0, 4, 2), row.greatest(100));
    }
}
