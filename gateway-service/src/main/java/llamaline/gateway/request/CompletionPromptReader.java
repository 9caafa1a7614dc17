package llamaline.gateway.request;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.refusal.RefusedException;

/** Reads a field that is one prompt or a list of prompts. */
record CompletionPromptReader(String field, int vocabulary) {
    private static final String ALLOWED =
            "a string, a list of strings, a list of token ids, or a list of such lists";

    CompletionPrompt read(RequestFields fields) {
        RequestValue prompt =
                fields.value(field)
                        .orElseThrow(
                                () -> refused("'%s' is required: %s.".formatted(field, ALLOWED)));
        if (prompt.is(Kind.TEXT)) {
            return new CompletionPrompt.Texts(List.of(ValueFields.unicode(field, prompt.text())));
        }
        if (!prompt.is(Kind.LIST)) {
            throw prompt.wrong(field, ALLOWED);
        }
        if (prompt.items().isEmpty()) {
            throw refused("'%s' must not be an empty list: %s.".formatted(field, ALLOWED));
        }
        return switch (prompt.items().getFirst().kind()) {
            case NUMBER -> new CompletionPrompt.TokenIds(field, List.of(ids(prompt.items())));
            case TEXT -> texts(prompt.items());
            default -> lists(prompt.items());
        };
    }

    private CompletionPrompt texts(List<RequestValue> items) {
        List<String> texts = new ArrayList<>();
        for (RequestValue item : items) {
            if (!item.is(Kind.TEXT)) {
                throw mixed(texts.size(), item);
            }
            texts.add(ValueFields.unicode(field, item.text()));
        }
        return new CompletionPrompt.Texts(texts);
    }

    private CompletionPrompt lists(List<RequestValue> items) {
        List<List<Integer>> lists = new ArrayList<>();
        for (RequestValue item : items) {
            if (!item.is(Kind.LIST)) {
                throw mixed(lists.size(), item);
            }
            lists.add(ids(item.items()));
        }
        return new CompletionPrompt.TokenIds(field, lists);
    }

    private List<Integer> ids(List<RequestValue> items) {
        List<Integer> ids = new ArrayList<>(items.size());
        for (RequestValue item : items) {
            ids.add(id(item, ids.size()));
        }
        return ids;
    }

    private int id(RequestValue item, int position) {
        OptionalLong id = item.integer();
        if (id.isEmpty()) {
            throw refused(
                    "'%s' must hold token ids, but its item %d is %s."
                            .formatted(field, position, item.described()));
        }
        if (id.getAsLong() < 0 || id.getAsLong() >= vocabulary) {
            throw refused(
                    "Token id %d at position %d of '%s' is out of vocabulary: ids are from 0 to %d."
                            .formatted(id.getAsLong(), position, field, vocabulary - 1));
        }
        return (int) id.getAsLong();
    }

    private RefusedException mixed(int position, RequestValue item) {
        return refused(
                "'%s' must be %s, but its item %d is %s."
                        .formatted(field, ALLOWED, position, item.described()));
    }

    private RefusedException refused(String message) {
        return RefusedException.ofField(field, message);
    }
}
