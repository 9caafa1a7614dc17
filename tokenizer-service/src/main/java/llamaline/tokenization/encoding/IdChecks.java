package llamaline.tokenization.encoding;

import java.util.List;
import java.util.Optional;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.ModelCard;

/** Checks that a model can read ids: they are in its vocabulary and fit its context. */
final class IdChecks {
    private final int vocabulary;
    private final int context;

    IdChecks(ModelCard card) {
        vocabulary = card.getVocabulary();
        context = card.getContext();
    }

    /**
     * The first reason why not.
     *
     * @param resume given by an earlier attempt, behind the prompt
     * @param param the request's field that the prompt came in
     */
    Optional<Failure> first(List<Integer> prompt, List<Integer> resume, String param) {
        return outside(prompt, param)
                .or(() -> outside(resume, "resume"))
                .or(() -> tooLong(prompt.size(), param))
                .or(() -> tooLongToResume(prompt.size(), resume.size()));
    }

    private Optional<Failure> outside(List<Integer> ids, String param) {
        for (int position = 0; position < ids.size(); position++) {
            int id = ids.get(position);
            if (id < 0 || id >= vocabulary) {
                String message =
                        "Token id %d at position %d of '%s' is out of vocabulary: ids are from 0 to %d."
                                .formatted(id, position, param, vocabulary - 1);
                return refused(ErrorCode.TOKEN_OUT_OF_VOCABULARY, message, param);
            }
        }
        return Optional.empty();
    }

    /** Asks room for one more id; how many are wanted is no matter: a completion ends there. */
    private Optional<Failure> tooLong(int count, String param) {
        if (count < context) {
            return Optional.empty();
        }
        String message =
                "This model's maximum context length is %d tokens. However, your prompt has %d tokens and leaves no room for an answer. Please reduce the length of the prompt."
                        .formatted(context, count);
        return refused(ErrorCode.CONTEXT_LENGTH_EXCEEDED, message, param);
    }

    /** A full context is no error: the earlier attempt gave all but the end. */
    private Optional<Failure> tooLongToResume(int count, int resumed) {
        if (count + resumed <= context) {
            return Optional.empty();
        }
        String message =
                "This model's maximum context length is %d tokens. However, your prompt has %d tokens and %d are given to resume after."
                        .formatted(context, count, resumed);
        return refused(ErrorCode.CONTEXT_LENGTH_EXCEEDED, message, "resume");
    }

    private static Optional<Failure> refused(ErrorCode code, String message, String param) {
        return Optional.of(Failures.of(code, message, param));
    }
}
