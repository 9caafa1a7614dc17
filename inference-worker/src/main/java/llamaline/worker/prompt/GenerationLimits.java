package llamaline.worker.prompt;

/**
 * The limits at which a completion ends.
 *
 * @param maxNewTokens count of generated ids, those of earlier attempts included; 0 = none
 * @param minNewTokens stop ids are impossible before
 * @param stopIds in [0, vocabulary)
 * @param ignoresStopIds generate through stop ids
 */
public record GenerationLimits(
        int maxNewTokens, int minNewTokens, TokenIdList stopIds, boolean ignoresStopIds) {
    public GenerationLimits {
        if (maxNewTokens < 0 || minNewTokens < 0) {
            throw new IllegalArgumentException("limits must be >= 0");
        }
    }

    public boolean stopsAt(int id) {
        return !ignoresStopIds && stopIds.contains(id);
    }

    public boolean forbidsStopping(int generated) {
        return !ignoresStopIds && generated < minNewTokens;
    }
}
