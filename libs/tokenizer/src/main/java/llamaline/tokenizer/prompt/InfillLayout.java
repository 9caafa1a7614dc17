package llamaline.tokenizer.prompt;

/** Which of the two known parts an infilling prompt has first. */
public enum InfillLayout {
    /** {@code <s> ▁<PRE> prefix ▁<SUF> suffix ▁<MID>}: PSM. */
    PREFIX_SUFFIX_MIDDLE,
    /** {@code <s> ▁<PRE> ▁<SUF> suffix ▁<MID> prefix}: SPM. */
    SUFFIX_PREFIX_MIDDLE
}
