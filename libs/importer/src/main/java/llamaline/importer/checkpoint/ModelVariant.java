package llamaline.importer.checkpoint;

/** Which of Code Llama's trainings a checkpoint had. */
public enum ModelVariant {
    /** What shape, vocabulary and chat template tell; base where they do not. */
    AUTO,
    BASE,
    PYTHON,
    INSTRUCT
}
