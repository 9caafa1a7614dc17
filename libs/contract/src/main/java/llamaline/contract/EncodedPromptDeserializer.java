package llamaline.contract;

import llamaline.v1.EncodedPrompt;

/** {@link EncodedPrompt} from its bytes. */
public final class EncodedPromptDeserializer extends ProtobufDeserializer<EncodedPrompt> {
    /** Kafka's configuration creates it by name. */
    public EncodedPromptDeserializer() {
        super(EncodedPrompt.parser());
    }
}
