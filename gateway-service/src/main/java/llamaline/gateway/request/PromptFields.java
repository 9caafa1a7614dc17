package llamaline.gateway.request;

import java.util.Optional;
import llamaline.gateway.fields.RequestFields;
import llamaline.tokenizer.prompt.InfillLayout;

/** The fields that completions, chats, the tokenizer's routes and attention masks share. */
public final class PromptFields {
    public static final String ADD_SPECIAL_TOKENS = "add_special_tokens";
    static final String PARSE_SPECIAL = "parse_special";

    private PromptFields() {}

    /** The name of the model that is meant; empty where it is the only one that is served. */
    public static Optional<String> model(RequestFields fields) {
        return fields.text("model");
    }

    /** Tells whether BOS and EOS are added as the model's settings have it. */
    public static boolean addsSpecialTokens(RequestFields fields, boolean fallback) {
        return fields.flag(ADD_SPECIAL_TOKENS, fallback);
    }

    /** Tells whether control tokens that are spelled in a text become their ids. */
    public static boolean parsesSpecial(RequestFields fields) {
        return fields.flag(PARSE_SPECIAL, true);
    }

    /** Returns the order in which the parts of an infilling prompt follow each other. */
    public static InfillLayout infillOrder(RequestFields fields) {
        return fields.flag("suffix_first", false)
                ? InfillLayout.SUFFIX_PREFIX_MIDDLE
                : InfillLayout.PREFIX_SUFFIX_MIDDLE;
    }
}
