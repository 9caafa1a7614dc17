package llamaline.contract;

import llamaline.v1.TokenEvents;

/** {@link TokenEvents} from its bytes. */
public final class TokenEventsDeserializer extends ProtobufDeserializer<TokenEvents> {
    /** Kafka's configuration creates it by name. */
    public TokenEventsDeserializer() {
        super(TokenEvents.parser());
    }
}
