package llamaline.worker;

/** The engine that completes prompts. */
enum EngineKind {
    /** The imported model. */
    ONNX,
    /** An instant stand-in, for measuring everything around it. */
    STUB
}
