package llamaline.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The inference worker's process. */
@QuarkusMain
public final class WorkerMain implements QuarkusApplication {
    private final WorkerLifecycle lifecycle;

    WorkerMain(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** Runs the worker until it is told to stop. */
    public static void main(String... args) {
        Quarkus.run(WorkerMain.class, args);
    }

    @Override
    public int run(String... args) {
        lifecycle.begin();
        Quarkus.waitForExit();
        return lifecycle.exitCode();
    }
}
