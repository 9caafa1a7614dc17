package llamaline.tokenizer;

/** Which of the two known parts an infilling prompt has first. */
public enum InfillOrder {
    /** {@code <s> ▁<PRE> prefix ▁<SUF> suffix ▁<MID>}: PSM. */
    PREFIX_SUFFIX_MIDDLE,
    /** {@code <s> ▁<PRE> ▁<SUF> suffix ▁<MID> prefix}: SPM. */
    SUFFIX_PREFIX_MIDDLE
}
