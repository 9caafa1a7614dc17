package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.Telemetry;

/**
 * A graph that is loaded on the CPU, and tensors over memory of ours. Runs are made by one thread
 * at a time.
 */
public final class OnnxSession implements AutoCloseable {
    /** The largest tensor, in bytes: a direct buffer's limit, at a cache line. */
    static final long MOST_TENSOR_BYTES = Integer.MAX_VALUE & ~63;

    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxSession(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads a graph and its weights.
     *
     * @throws EngineException where ONNX Runtime refuses it
     */
    public static OnnxSession open(Path graph, int threads) {
        return LargeStack.call(() -> load(graph, threads));
    }

    private static OnnxSession load(Path graph, int threads) {
        Telemetry.switchOff();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that spin between steps burn a core and make no step shorter.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // Every length of a prompt is another shape: patterns would be kept for each.
            options.setMemoryPatternOptimization(false);
            OrtSession session = environment.createSession(graph.toString(), options);
            return new OnnxSession(environment, session);
        } catch (OrtException e) {
            throw new EngineException(
                    "ONNX Runtime cannot load %s: %s".formatted(graph, e.getMessage()), e);
        }
    }

    OnnxTensor floats(MemorySegment memory, long... dimensions) {
        try {
            return OnnxTensor.createTensor(environment, bytes(memory).asFloatBuffer(), dimensions);
        } catch (OrtException e) {
            throw noTensor(e);
        }
    }

    OnnxTensor ints(MemorySegment memory, long... dimensions) {
        try {
            return OnnxTensor.createTensor(environment, bytes(memory).asIntBuffer(), dimensions);
        } catch (OrtException e) {
            throw noTensor(e);
        }
    }

    OnnxTensor longs(MemorySegment memory, long... dimensions) {
        try {
            return OnnxTensor.createTensor(environment, bytes(memory).asLongBuffer(), dimensions);
        } catch (OrtException e) {
            throw noTensor(e);
        }
    }

    /**
     * Runs the graph once; it writes into the outputs' own memory.
     *
     * @throws EngineException where it fails; the session can be used again
     */
    void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        try {
            session.run(inputs, Set.of(), outputs).close();
        } catch (OrtException e) {
            throw new EngineException("a call of the graph failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("the session cannot be closed: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer bytes(MemorySegment memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    private static EngineException noTensor(OrtException cause) {
        return new EngineException("no tensor over this memory: " + cause.getMessage(), cause);
    }
}
