package llamaline.gateway.kafka;

/** How the gateway stands with the broker. */
public enum LinkState {
    /** Topics, offsets and models are still being found out. */
    STARTING,
    /** Requests can be published and their events read. */
    READY,
    /** A younger gateway has this one's partition. */
    SUPERSEDED,
    /** The gateway stops. */
    CLOSED
}
