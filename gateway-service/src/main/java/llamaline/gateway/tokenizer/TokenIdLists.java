package llamaline.gateway.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestValue;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.RefusedException;

/** Lists of token ids, as callers give them and get them. */
final class TokenIdLists {
    /** Ten times the longest context: of one call, in or out, padding included. */
    static final int MOST = 1 << 20;

    private static final String ALLOWED = "a list of token ids";

    private TokenIdLists() {}

    static List<Integer> list(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    /**
     * The ids of a list.
     *
     * @param vocabulary how many ids there are
     * @throws RefusedException naming the first item that is none
     */
    static int[] read(String field, RequestValue list, int vocabulary) {
        if (!list.is(Kind.LIST)) {
            throw list.wrong(field, ALLOWED);
        }
        List<RequestValue> items = list.items();
        requireCount(field, items.size());
        int[] ids = new int[items.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id(field, i, items.get(i), vocabulary);
        }
        return ids;
    }

    /** Passes where a call may have so many ids. */
    static void requireCount(String field, long count) {
        if (count > MOST) {
            throw RefusedException.ofField(
                    field,
                    "'%s' makes %d token ids; at most %d are allowed in one call."
                            .formatted(field, count, MOST));
        }
    }

    private static int id(String field, int position, RequestValue item, int vocabulary) {
        OptionalLong id = item.integer();
        if (id.isEmpty()) {
            throw item.wrong("%s[%d]".formatted(field, position), "a token id");
        }
        if (id.getAsLong() < 0 || id.getAsLong() >= vocabulary) {
            throw RefusedException.ofField(
                    field,
                    "Token id %d at position %d of '%s' is out of vocabulary: ids are from 0 to %d."
                            .formatted(id.getAsLong(), position, field, vocabulary - 1));
        }
        return (int) id.getAsLong();
    }
}
