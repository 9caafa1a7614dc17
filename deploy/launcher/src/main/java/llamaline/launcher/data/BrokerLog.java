package llamaline.launcher.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import llamaline.launcher.machine.FileFailure;
import llamaline.launcher.machine.LaunchException;

/** Sends what the broker logs in this process to a file, and nothing to the terminal. */
public final class BrokerLog {
    private static final int LIMIT_BYTES = 16 << 20;

    private BrokerLog() {}

    public static void to(Path logs) throws LaunchException {
        Logger root = LogManager.getLogManager().getLogger("");
        try {
            var file = new FileHandler(logs.resolve("broker.log").toString(), LIMIT_BYTES, 1, true);
            file.setFormatter(new SimpleFormatter());
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
                handler.close();
            }
            root.addHandler(file);
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write logs in " + logs + ": " + FileFailure.reason(e), e);
        }
    }
}
