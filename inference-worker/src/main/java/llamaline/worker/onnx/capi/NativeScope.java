package llamaline.worker.onnx.capi;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes native resources in the opposite order of their making. Not thread-safe. */
public final class NativeScope implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes a resource over, and returns it. */
    public <R extends AutoCloseable> R keep(R resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("native resources throw nothing else", e);
        }
    }
}
