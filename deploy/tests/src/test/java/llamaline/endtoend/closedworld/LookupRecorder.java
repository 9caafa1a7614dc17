package llamaline.endtoend.closedworld;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a process looks up by name or reflectively, each once, with who asked for it.
 * The JDK's own methods call it, so it lies on the boot class path and uses the JDK alone.
 *
 * <p>Passed over is what an image needs not be told: lookups in class initializers, which run when
 * Quarkus builds the image, and the constants of enums.
 */
public final class LookupRecorder {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    /** Of a thread that records: what it looks up meanwhile is the recorder's. */
    private static final ThreadLocal<Boolean> RECORDS = new ThreadLocal<>();

    private static volatile @Nullable Writer out;

    private LookupRecorder() {}

    static void open(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
    }

    /**
     * Called at the beginning of a lookup.
     *
     * @param target a name, a class, several, or a member
     */
    public static void record(String kind, @Nullable Object target) {
        Writer writer = out;
        if (writer == null || target == null || RECORDS.get() != null) {
            return;
        }
        RECORDS.set(Boolean.TRUE);
        try {
            String lookup = kind + "\t" + name(target);
            if (!SEEN.contains(lookup)) {
                List<StackFrame> frames = STACK.walk(all -> all.skip(1).toList());
                if (frames.stream().noneMatch(LookupRecorder::isKnownToImages)
                        && SEEN.add(lookup)) {
                    write(writer, lookup + "\t" + caller(frames) + "\n");
                }
            }
        } finally {
            RECORDS.remove();
        }
    }

    private static boolean isKnownToImages(StackFrame frame) {
        return frame.getMethodName().equals("<clinit>")
                || frame.getMethodName().equals("getEnumConstantsShared");
    }

    private static String caller(List<StackFrame> frames) {
        return frames.stream()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .findFirst()
                .orElse("-");
    }

    /** Without a switch over types: its own start-up would look classes up. */
    private static String name(Object target) {
        if (target instanceof Class<?> type) {
            return type.getName();
        }
        if (target instanceof Executable member) {
            return member.getDeclaringClass().getName();
        }
        return target instanceof Class<?>[] types
                ? String.join(",", names(types))
                : target.toString();
    }

    private static String[] names(Class<?>[] types) {
        String[] names = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            names[i] = types[i].getName();
        }
        return names;
    }

    /** At once: a service may be killed. */
    private static synchronized void write(Writer writer, String line) {
        try {
            writer.write(line);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
