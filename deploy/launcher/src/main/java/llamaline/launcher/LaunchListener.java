package llamaline.launcher;

/** Hears what happens while a stack starts and runs; called from several threads. */
public interface LaunchListener {
    /** Takes a line for the person who started the stack. */
    void say(String line);

    /** A model is imported; {@code share} in [0, 1] of the bytes to write are written. */
    void importing(String model, double share);
}
