package llamaline.gateway.kafka;

/**
 * The gateway's identity at the broker, and who is told of what happens there.
 *
 * @param onUnreadable is run for each record of this gateway that is no {@code TokenEvents}
 * @param onLost is run when the gateway cannot go on: a younger one took its index, or it broke;
 *     must not wait
 */
public record LinkContext(LinkSettings settings, Runnable onUnreadable, Runnable onLost) {}
