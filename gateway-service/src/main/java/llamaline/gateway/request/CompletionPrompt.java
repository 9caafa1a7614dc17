package llamaline.gateway.request;

import java.util.List;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.refusal.RefusedException;

/** The prompts of a completion: texts, or token ids. */
public sealed interface CompletionPrompt {
    /** At least one text. */
    record Texts(List<String> texts) implements CompletionPrompt {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /**
     * At least one list of ids, each in [0, vocabulary); a list may be empty.
     *
     * @param field as the caller spells it
     */
    record TokenIds(String field, List<List<Integer>> lists) implements CompletionPrompt {
        public TokenIds {
            lists = List.copyOf(lists);
        }
    }

    /** The field of texts, and over HTTP of ids too. */
    String PROMPT = "prompt";

    /** Counts the prompts. */
    default int count() {
        return switch (this) {
            case Texts prompt -> prompt.texts().size();
            case TokenIds prompt -> prompt.lists().size();
        };
    }

    /**
     * Reads the prompts.
     *
     * @param vocabulary of the model: how many ids there are
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    static CompletionPrompt read(RequestFields fields, Spelling spelling, int vocabulary) {
        boolean hasIds = spelling == Spelling.GRPC && fields.has("prompt_ids");
        return new CompletionPromptReader(hasIds ? "prompt_ids" : PROMPT, vocabulary).read(fields);
    }
}
