package llamaline.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Finds ports that a broker can listen on. Kafka ends the whole process where a port is taken, so
 * that is checked before.
 */
final class FreePort {
    private FreePort() {}

    /**
     * Finds a port that was free a moment ago.
     *
     * @param port the wanted port, or 0 for any
     * @throws BrokerStartException where it is taken, or the host is not of this machine
     */
    static int on(String host, int port) {
        InetAddress address = addressOf(host);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The broker cannot listen on %s:%d (%s). Is another one running there? Give a free port, or 0 for any."
                            .formatted(host, port, e.getMessage()),
                    e);
        }
    }

    private static InetAddress addressOf(String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new BrokerStartException("The broker's host '" + host + "' is not known.", e);
        }
        if (address.isAnyLocalAddress()) {
            throw new BrokerStartException(
                    "The broker's host must be an address that clients can reach, got "
                            + host
                            + ".",
                    null);
        }
        return address;
    }
}
