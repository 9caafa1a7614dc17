package llamaline.worker.prompt;

/**
 * Where the events of a prompt go.
 *
 * @param gatewayId stands in each event, so that a restarted gateway knows which are its own
 */
public record ReplyAddress(String topic, int partition, String gatewayId) {}
