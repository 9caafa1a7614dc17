package llamaline.tokenizer.special;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.tokenizer.ModelFile;
import llamaline.tokenizer.sentencepiece.SentencePieceModel;
import llamaline.tokenizer.sentencepiece.Vocabulary;
import org.junit.jupiter.api.Test;

class TextPartTest {
    private static final AddedToken STEP = new AddedToken(259, "<step>", true, true, true);
    private static final AddedToken STEPS = new AddedToken(260, "<step>s", false, false, true);

    private final Vocabulary vocabulary =
            new Vocabulary(SentencePieceModel.read(ModelFile.llama().bytes()));
    private final SpecialTokens special =
            new SpecialTokens(vocabulary, List.of(), List.of(STEP, STEPS));

    @Test
    void stripsTheWhiteSpaceThatATokenClaims() {
        assertEquals(
                List.of(
                        new TextPart.Plain("a"),
                        new TextPart.Control(STEP),
                        new TextPart.Plain("b ")),
                TextPart.cut("a  <step>\nb ", special));
    }

    @Test
    void takesTheLongestOfTokensThatBeginAlike() {
        assertEquals(
                List.of(new TextPart.Control(STEPS), new TextPart.Plain(" a")),
                TextPart.cut("<step>s a", special));
    }

    @Test
    void leavesNoEmptyPartBetweenTokens() {
        assertEquals(
                List.of(new TextPart.Control(STEP), new TextPart.Control(STEP)),
                TextPart.cut("<step> <step>", special));
        assertEquals(List.of(), TextPart.cut("", special));
    }
}
