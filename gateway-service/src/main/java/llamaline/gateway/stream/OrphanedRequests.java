package llamaline.gateway.stream;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import llamaline.contract.BoundedMap;

/**
 * Requests that run at workers though nobody waits for them. Each is cancelled once, when one of
 * its events shows that it still runs. Thread-safe.
 *
 * <p>An event of an unknown request is this gateway's to cancel where it names this gateway, or one
 * that had this gateway's partition before: its callers are gone.
 */
final class OrphanedRequests {
    /** Ids are remembered so that a request is not cancelled again at each event on its way. */
    private static final int REMEMBERED = 10_000;

    private final String gatewayId;
    private final Set<String> predecessors = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> cancelled = new BoundedMap<>(REMEMBERED);

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

    /** Notes that a request is cancelled; false where it was before. */
    synchronized boolean markCancelled(String requestId) {
        return cancelled.putIfAbsent(requestId, Boolean.TRUE) == null;
    }
}
