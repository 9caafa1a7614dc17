package llamaline.importer.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protobuf message, built field by field. Not thread-safe. */
final class OnnxMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    OnnxMessage with(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    OnnxMessage with(int field, float value) {
        return write(() -> out.writeFloat(field, value));
    }

    OnnxMessage with(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    OnnxMessage with(int field, OnnxMessage value) {
        return write(() -> out.writeByteArray(field, value.toByteArray()));
    }

    OnnxMessage withAll(int field, Iterable<OnnxMessage> values) {
        values.forEach(value -> with(field, value));
        return this;
    }

    byte[] toByteArray() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private OnnxMessage write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /** One field. */
    private interface Writing {
        void run() throws IOException;
    }
}
