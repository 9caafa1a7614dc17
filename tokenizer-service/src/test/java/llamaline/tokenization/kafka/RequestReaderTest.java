package llamaline.tokenization.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import llamaline.contract.ReplyAddress;
import llamaline.tokenization.Requests;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private static GenerationRequest.Builder request() {
        return Requests.text("m", "a");
    }

    @Test
    void takesWhatCanBeAnswered() {
        GenerationRequest request = request().build();

        ReplyAddress reply = ReplyAddress.of(request.getReplyTo()).orElseThrow();
        assertEquals(new ReadRequest.Valid(request, reply), RequestReader.read(request));
    }

    @Test
    void rejectsWhatNobodyCanBeToldOf() {
        var noTopic = request();
        noTopic.getReplyToBuilder().clearTopic();
        var foreignTopic = request();
        foreignTopic.getReplyToBuilder().setTopic("llamaline.models");
        var noPartition = request();
        noPartition.getReplyToBuilder().setPartition(-1);
        var longName = request();
        longName.getReplyToBuilder().setTopic("llamaline.tokens" + "x".repeat(300));
        var longGateway = request();
        longGateway.getReplyToBuilder().setGatewayId("x".repeat(300));
        for (var wrong :
                List.of(
                        noTopic,
                        foreignTopic,
                        noPartition,
                        longName,
                        longGateway,
                        request().clearRequestId(),
                        request().setRequestId("x".repeat(300)),
                        request().setAttempt(0),
                        request().clearReplyTo())) {
            ReadRequest read = RequestReader.read(wrong.build());
            assertTrue(read instanceof ReadRequest.Malformed, wrong::toString);
        }
        assertTrue(RequestReader.read(null) instanceof ReadRequest.Malformed);
    }
}
