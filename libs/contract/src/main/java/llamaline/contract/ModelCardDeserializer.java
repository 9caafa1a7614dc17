package llamaline.contract;

import llamaline.v1.ModelCard;

/** {@link ModelCard} from its bytes. */
public final class ModelCardDeserializer extends ProtobufDeserializer<ModelCard> {
    /** Kafka's configuration creates it by name. */
    public ModelCardDeserializer() {
        super(ModelCard.parser());
    }
}
