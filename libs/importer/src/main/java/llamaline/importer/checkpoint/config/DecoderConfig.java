package llamaline.importer.checkpoint.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.RotaryEmbedding;
import llamaline.importer.model.Sha256;

/**
 * The description of a Llama decoder in config.json, checked.
 *
 * @param positions longest sequence the model is meant for
 * @param normEpsilon of every RMSNorm
 * @param tiesEmbeddings whether the head is the embedding
 * @param stopIds eos_token_id
 */
public record DecoderConfig(
        int layers,
        int hiddenSize,
        int mlpSize,
        int vocabulary,
        int positions,
        AttentionShape attention,
        RotaryEmbedding rotary,
        double normEpsilon,
        boolean tiesEmbeddings,
        List<Integer> stopIds) {
    public DecoderConfig {
        stopIds = List.copyOf(stopIds);
    }

    public DecoderShape shape() {
        return new DecoderShape(
                layers,
                attention.kvHeads(),
                attention.cachedHeadSize(),
                vocabulary,
                positions,
                rotary);
    }

    /**
     * Hashes the weights' hash together with all that makes the same weights compute differently.
     * The texts of the two records are part of it: their names and components must stay.
     */
    public String hashWith(ComputeType compute, String weightsHash) {
        String all = "%s %s %s %s".formatted(attention, rotary, normEpsilon, weightsHash);
        if (compute != ComputeType.FLOAT32) {
            all += " " + compute.label();
        }
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }
}
