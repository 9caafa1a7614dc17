package llamaline.tokenizer.prompt;

/** The order of the parts of an infilling prompt. */
public enum InfillLayout {
    /** Prefix first (PSM): {@code <s> ▁<PRE> prefix ▁<SUF> suffix ▁<MID>}. */
    PREFIX_SUFFIX_MIDDLE,
    /** Suffix first (SPM): {@code <s> ▁<PRE> ▁<SUF> suffix ▁<MID> prefix}. */
    SUFFIX_PREFIX_MIDDLE
}
