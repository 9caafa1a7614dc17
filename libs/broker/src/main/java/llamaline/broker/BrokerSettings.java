package llamaline.broker;

import java.nio.file.Path;

/**
 * The place of a broker's records and its address.
 *
 * @param directory created where it is missing; belongs to one broker at a time
 * @param port port to listen on, or 0 for any free one
 * @param host an address of this machine that clients can reach, such as 127.0.0.1
 */
public record BrokerSettings(Path directory, int port, String host) {
    private static final int MAX_PORT = 65_535;

    /**
     * @throws IllegalArgumentException where the port is out of range or the host is none
     */
    public BrokerSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be in [0, 65535], got " + port);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must be an address, got none");
        }
        directory = directory.toAbsolutePath().normalize();
    }

    /** Returns the settings of a broker for this machine alone, on any free port. */
    public static BrokerSettings onLoopback(Path directory) {
        return new BrokerSettings(directory, 0, "127.0.0.1");
    }
}
