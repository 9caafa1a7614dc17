package llamaline.importer.checkpoint;

/** The trainings of Code Llama, one of which a checkpoint had. */
public enum ModelVariant {
    /** The variant that shape, vocabulary and chat template tell; base where they do not. */
    AUTO,
    BASE,
    PYTHON,
    INSTRUCT
}
