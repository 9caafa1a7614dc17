package llamaline.launcher.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of this machine. */
public final class Ports {
    private Ports() {}

    /** Finds a port that is free on loopback now. */
    public static int free() throws LaunchException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new LaunchException("no free port on loopback: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that a server could listen at an address.
     *
     * @throws LaunchException if nobody can listen there now
     */
    public static void requireFree(String host, int port) throws LaunchException {
        try (var socket = new ServerSocket()) {
            // As servers do: a connection that just ended does not make the port busy.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException(
                    "cannot listen at %s:%d: %s; choose another port: --port N"
                            .formatted(host, port, e.getMessage()),
                    e);
        }
    }
}
