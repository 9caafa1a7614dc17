package llamaline.contract;

import llamaline.v1.Control;

/** {@link Control} from its bytes. */
public final class ControlDeserializer extends ProtobufDeserializer<Control> {
    /** Kafka's configuration creates it by name. */
    public ControlDeserializer() {
        super(Control.parser());
    }
}
