package llamaline.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How clients that exist read a stream of completions, each with what it trips over. */
enum StreamReader {
    /**
     * openai-python and openai-node: an event with an error raises; a named event is another kind.
     */
    OPENAI(true) {
        @Override
        void read(List<String> lines, Reading reading) {
            for (String line : lines) {
                if (line.startsWith("event:")) {
                    throw new AssertionError("a named event: " + line);
                }
                String data = line.startsWith("data:") ? line.substring(5).strip() : "";
                if (data.startsWith("[DONE]") || (!data.isEmpty() && !reading.take(data))) {
                    return;
                }
            }
        }
    },

    /**
     * Continue: a comment that begins with {@code : ping} ends the data; the end marker must come.
     */
    CONTINUE(true) {
        @Override
        void read(List<String> lines, Reading reading) {
            for (String line : lines) {
                if (line.startsWith(": ping")) {
                    throw new AssertionError("a comment that ends the data");
                }
                if (line.equals("data: [DONE]")) {
                    return;
                }
                if (line.startsWith("data: ") && !reading.take(line.substring(6))) {
                    return;
                }
            }
            throw new AssertionError("closed before the end marker");
        }
    },

    /**
     * Tabby: a list of choices in every event, a text in every choice; ends with the first reason.
     */
    TABBY(false) {
        @Override
        void read(List<String> lines, Reading reading) {
            for (String line : lines) {
                if (line.startsWith("data: ")) {
                    if (line.equals("data: [DONE]")) {
                        throw new AssertionError("the end marker before a finish reason");
                    }
                    JsonNode event = GatewayClient.json(line.substring(6));
                    if (!event.path("choices").isArray()) {
                        throw new AssertionError("no choices: " + line);
                    }
                    for (JsonNode choice : event.get("choices")) {
                        reading.append(choice);
                        if (!choice.get("finish_reason").isNull()) {
                            return;
                        }
                    }
                }
            }
        }
    },

    /** Twinny: takes what stands between the first two {@code data:} of a line. */
    TWINNY(false) {
        @Override
        void read(List<String> lines, Reading reading) {
            for (String line : lines) {
                String[] parts = line.split("data:", -1);
                if (parts.length > 1 && !parts[1].strip().equals("[DONE]")) {
                    GatewayClient.json(parts[1]).path("choices").forEach(reading::append);
                }
            }
        }
    };

    private final boolean raisesErrors;

    StreamReader(boolean raisesErrors) {
        this.raisesErrors = raisesErrors;
    }

    boolean raisesErrors() {
        return raisesErrors;
    }

    Reading read(String body) {
        Reading reading = new Reading(new StringBuilder(), new ArrayList<>());
        read(body.lines().toList(), reading);
        return reading;
    }

    abstract void read(List<String> lines, Reading reading);

    record Reading(StringBuilder joined, List<String> errors) {
        String text() {
            return joined.toString();
        }

        /** False where the event is an error. */
        boolean take(String data) {
            JsonNode event = GatewayClient.json(data);
            if (event.hasNonNull("error")) {
                errors.add(event.at("/error/message").textValue());
                return false;
            }
            event.get("choices").forEach(this::append);
            return true;
        }

        void append(JsonNode choice) {
            if (!choice.path("text").isTextual()) {
                throw new AssertionError("no text: " + choice);
            }
            joined.append(choice.get("text").textValue());
        }
    }
}
