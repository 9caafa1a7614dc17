package llamaline.endtoend.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import llamaline.endtoend.stack.Answer;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.GoldenCase;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Conformance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 1: the reference's ids, alone and in company, whole and streaming, text and ids. */
class SameTokensTest {
    private static final int COMPANY = 8;

    static Stream<String> models() {
        assertTrue(Conformance.isHere("models/tiny-34b", 12) || Stacks.models().size() == 2);
        assertTrue(
                Conformance.isHere("models/tiny-70b-instruct", 12) || Stacks.models().size() == 2);
        return Stacks.models().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesTheReferencesIdsInEachWay(String model) {
        List<GoldenCase> cases = GoldenCase.of(model, Stacks.checkpoint(model));
        assertFalse(cases.isEmpty());
        Gateway gateway = Stacks.ofAllModels().gateway();
        List<Answer> alone = cases.stream().map(golden -> gateway.ask(textOrIds(golden))).toList();
        for (int i = 0; i < cases.size(); i++) {
            cases.get(i).assertIsAnsweredBy(alone.get(i));
        }
        assertSame(alone, cases, GoldenCase::ofIds, gateway::stream);
        assertSame(alone, cases, SameTokensTest::textOrIds, gateway::stream);
        assertSame(alone, cases, GoldenCase::ofIds, gateway::ask);
    }

    /** Also what is a matter of rounding is the same with and without company. */
    private static void assertSame(
            List<Answer> alone,
            List<GoldenCase> cases,
            Function<GoldenCase, ObjectNode> request,
            Function<ObjectNode, Answer> call) {
        var bodies = new ArrayList<ObjectNode>();
        cases.forEach(golden -> bodies.add(request.apply(golden)));
        assertEquals(alone, Gateway.atOnce(bodies, COMPANY, call));
    }

    private static ObjectNode textOrIds(GoldenCase golden) {
        return golden.ofText().orElse(golden.ofIds());
    }
}
