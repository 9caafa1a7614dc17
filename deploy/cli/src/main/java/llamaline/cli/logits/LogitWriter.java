package llamaline.cli.logits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;

/** Shows rows of logits, one after the other. Floats are written so that they read back equal. */
public sealed interface LogitWriter extends AutoCloseable {
    /** Writes a row behind those before it. */
    void write(LogitRow row) throws IOException;

    @Override
    void close() throws IOException;

    /** Position, id and logit, separated by tabs. */
    record Lines(BufferedWriter out, int top) implements LogitWriter {
        @Override
        public void write(LogitRow row) throws IOException {
            for (int id : row.greatest(top)) {
                out.write("%d\t%d\t%s\n".formatted(row.position(), id, row.of(id)));
            }
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    /** One object; each row with all its logits, or with the greatest. */
    final class Json implements LogitWriter {
        private final JsonGenerator json;
        private final int top;

        /**
         * Writes one JSON document of all rows.
         *
         * @param top greatest logits of a row; 0 = all of them, in the order of ids
         */
        public Json(Writer out, int vocabulary, int top) throws IOException {
            this.top = top;
            json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("vocabulary", vocabulary);
            json.writeArrayFieldStart("rows");
        }

        @Override
        public void write(LogitRow row) throws IOException {
            json.writeStartObject();
            json.writeNumberField("position", row.position());
            if (top == 0) {
                json.writeArrayFieldStart("logits");
                for (int id = 0; id < row.size(); id++) {
                    json.writeNumber(row.of(id));
                }
            } else {
                json.writeArrayFieldStart("top");
                for (int id : row.greatest(top)) {
                    json.writeStartObject();
                    json.writeNumberField("id", id);
                    json.writeNumberField("logit", row.of(id));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        @Override
        public void close() throws IOException {
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
        }
    }
}
