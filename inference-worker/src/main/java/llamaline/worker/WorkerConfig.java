package llamaline.worker;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The worker's settings. */
@ConfigMapping(prefix = "llamaline.worker")
interface WorkerConfig {
    /** This worker's name in events and statuses; random where none is given. */
    Optional<String> id();

    /** The model that is served. */
    Model model();

    /** The engine: {@code onnx} (the model), or {@code stub} (an instant stand-in). */
    @WithDefault("onnx")
    EngineKind engine();

    /**
     * The device that the model runs on: {@code cpu}, {@code cuda:N}, or {@code auto}: on the first
     * GPU if the model was imported for one, else on the CPU.
     */
    @WithDefault("auto")
    String device();

    /** Sequences at once, 1 to 1024. */
    @WithDefault("8")
    int slots();

    /** Memory of the KV cache; with the count of slots it limits the context. */
    @WithDefault("2G")
    MemorySize kvBudget();

    /**
     * Longest prompt and answer together, in tokens, up to 100,000 where the KV budget has room for
     * it; 0 = what model and KV budget allow.
     */
    @WithDefault("0")
    int context();

    /** Threads that compute; 0 = one for each core. */
    @WithDefault("0")
    int threads();

    /** Ids of a prompt that one call reads, 1 to 4096: between two, everyone else gets a token. */
    @WithDefault("64")
    int prefillChunk();

    /** Cancellations that are kept, at least 1. */
    @WithDefault("100000")
    int cancellations();

    /** The time that running sequences have after the signal to stop. */
    @WithDefault("20S")
    Duration shutdownTimeout();

    /** The stand-in engine's settings. */
    Stub stub();

    /** The model that is served. */
    interface Model {
        /** Folder of an imported model. */
        Path directory();

        /** Name under which it is served; the folder's own where none is given. */
        Optional<String> name();
    }

    /** The stand-in engine's settings. */
    interface Stub {
        /** The time that each step of the stand-in takes. */
        @WithDefault("0S")
        Duration stepInterval();
    }
}
