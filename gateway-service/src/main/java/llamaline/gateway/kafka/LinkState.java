package llamaline.gateway.kafka;

/** The state of the gateway's link to the broker. */
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
