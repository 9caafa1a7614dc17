package llamaline.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as a message, or null where they are none: a record that anyone may have written must not
 * stop its partition. The reader counts and skips what is null.
 *
 * @param <M> the message
 */
public abstract class ProtobufDeserializer<M extends MessageLite>
        implements Deserializer<@Nullable M> {
    private final Parser<M> parser;
    private final int mostBytes;

    /**
     * @param parser the message's own
     */
    protected ProtobufDeserializer(Parser<M> parser) {
        this(parser, Topic.MAX_RECORD_BYTES);
    }

    /**
     * @param mostBytes a longer record is no message
     */
    protected ProtobufDeserializer(Parser<M> parser, int mostBytes) {
        this.parser = parser;
        this.mostBytes = mostBytes;
    }

    @Override
    public @Nullable M deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null || bytes.length > mostBytes) {
            return null;
        }
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            return null;
        }
    }
}
