package llamaline.contract;

/**
 * Ids and names of requests, gateways, workers, models and topics. Kafka is a public way in: who
 * keeps one asks here first, since limits on how many are kept do not limit their bytes.
 */
public final class Names {
    /** Longest one, in UTF-16 units. */
    public static final int LONGEST = 256;

    private Names() {}

    /** Tells whether a name is there, and no longer than {@link #LONGEST}. */
    public static boolean isName(String value) {
        return !value.isEmpty() && value.length() <= LONGEST;
    }
}
