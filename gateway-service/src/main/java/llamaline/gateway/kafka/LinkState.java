package llamaline.gateway.kafka;

/** How the gateway stands with the broker. */
public enum LinkState {
    /** Topics, offsets and models are still being found out. */
    STARTING,
    /** Requests can be published and their events read. */
    READY,
    /** A younger gateway has this one's partition. */
    SUPERSEDED,
    /** A reader of the broker's topics ended by a defect. */
    BROKEN,
    /** The gateway stops. */
    CLOSED
}
