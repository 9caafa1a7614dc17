package llamaline.contract;

import llamaline.v1.GenerationRequest;

/** {@link GenerationRequest} from its bytes. */
public final class GenerationRequestDeserializer extends ProtobufDeserializer<GenerationRequest> {
    /** Kafka's configuration creates it by name. */
    public GenerationRequestDeserializer() {
        super(GenerationRequest.parser());
    }
}
