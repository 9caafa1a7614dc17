package llamaline.gateway.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Work that nobody waits for: whose events are answered by a cancellation, once. Thread-safe.
 *
 * <p>An event of an unknown request is ours to cancel where it names this gateway, or one that had
 * this gateway's partition before: its callers are gone.
 */
final class OrphanedRequests {
    /** Ids are remembered so that a request is not cancelled again at each event on its way. */
    private static final int REMEMBERED = 10_000;

    private final String gatewayId;
    private final Set<String> predecessors = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> cancelled =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    OrphanedRequests(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    void addPredecessor(String id) {
        if (!id.equals(gatewayId) && predecessors.size() < REMEMBERED) {
            predecessors.add(id);
        }
    }

    boolean isOurs(String id) {
        return id.equals(gatewayId) || predecessors.contains(id);
    }

    /** Whether {@code requestId} was not yet cancelled; from now on it is. */
    synchronized boolean markCancelled(String requestId) {
        return cancelled.putIfAbsent(requestId, Boolean.TRUE) == null;
    }
}
