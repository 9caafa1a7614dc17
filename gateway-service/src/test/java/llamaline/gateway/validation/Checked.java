package llamaline.gateway.validation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import llamaline.gateway.fields.Bodies;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.Cards;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.Spelling;
import llamaline.v1.SamplingParameters;

/** Bodies through a {@link RequestValidator}; single quotes stand for double ones. */
public final class Checked {
    public static final Limits LIMITS =
            new Limits(4 * 1024 * 1024, 1_000, 1L << 27, 128, 64, 256, 20);
    private static final ModelRegistry DEMO = Cards.served(Cards.infilling("demo"));
    private static final ModelRegistry CHAT = Cards.served(Cards.chatting("chat"));

    private final RequestValidator validator;

    Checked(ModelRegistry models) {
        this(models, LIMITS);
    }

    Checked(ModelRegistry models, Limits limits) {
        this.validator = new RequestValidator(models, limits, new Random(1));
    }

    /** The one model {@code demo}, which can infill. */
    public static Checked demo() {
        return new Checked(DEMO);
    }

    /** The one model {@code chat}, which has a chat template. */
    public static Checked chatting() {
        return new Checked(CHAT);
    }

    public CompletionCall chat(String body) {
        return validator.chat(Bodies.fields(body), Spelling.HTTP);
    }

    /** With a message and further fields. */
    public CompletionCall chatWith(String fields) {
        return chat("{'messages':[{'role':'user','content':'x'}]," + fields + "}");
    }

    public Refusal chatRefusal(String body) {
        return assertThrows(RefusedException.class, () -> chat(body)).refusal();
    }

    Refusal chatRefusalWith(String fields) {
        return assertThrows(RefusedException.class, () -> chatWith(fields)).refusal();
    }

    public CompletionCall call(String body) {
        return validator.completion(Bodies.fields(body), Spelling.HTTP);
    }

    /** With a prompt and further fields. */
    public CompletionCall with(String fields) {
        return call("{'prompt':'x'," + fields + "}");
    }

    public SamplingParameters sampling(String fields) {
        return sampling(with(fields));
    }

    Refusal refusal(String body) {
        return assertThrows(RefusedException.class, () -> call(body)).refusal();
    }

    public Refusal refusalWith(String fields) {
        return refusal("{'prompt':'x'," + fields + "}");
    }

    /** The sampling parameters that the worker is sent. */
    public static SamplingParameters sampling(CompletionCall call) {
        return call.plan().requests().getFirst().getSampling();
    }
}
