package llamaline.contract;

import llamaline.v1.Control;

/** {@link Control} from its bytes. */
public final class ControlDeserializer extends ProtobufDeserializer<Control> {
    /** Two names and a few numbers take less. */
    private static final int MOST_BYTES = 16 * 1024;

    /** Kafka's configuration creates it by name. */
    public ControlDeserializer() {
        super(Control.parser(), MOST_BYTES);
    }
}
