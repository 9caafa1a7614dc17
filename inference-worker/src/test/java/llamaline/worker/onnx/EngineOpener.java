package llamaline.worker.onnx;

import java.nio.file.Path;
import llamaline.worker.model.CausalLanguageModel;

/** Opens an engine of the test's own for a checkpoint, with its whole context. */
public interface EngineOpener {
    CausalLanguageModel open(Path checkpoint, int slots);
}
