package llamaline.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which requests without a caller are this gateway's to cancel. */
class OrphanedRequestsTest {
    private final OrphanedRequests orphans = new OrphanedRequests("gateway-me");

    @Test
    void areThisGatewaysAndItsPredecessors() {
        orphans.addPredecessor("gateway-before");

        assertTrue(orphans.isOurs("gateway-me"));
        assertTrue(orphans.isOurs("gateway-before"));
        assertFalse(orphans.isOurs("gateway-else"));
    }

    @Test
    void areCancelledOnce() {
        assertTrue(orphans.markCancelled("a"));
        assertFalse(orphans.markCancelled("a"));
        assertTrue(orphans.markCancelled("b"));
    }

    @Test
    void areRememberedWithinALimit() {
        assertTrue(orphans.markCancelled("oldest"));
        for (int i = 0; i < 10_000; i++) {
            assertTrue(orphans.markCancelled("request-" + i));
        }
        assertTrue(orphans.markCancelled("oldest"), "the oldest gave way");
        assertFalse(orphans.markCancelled("request-9999"));
    }
}
