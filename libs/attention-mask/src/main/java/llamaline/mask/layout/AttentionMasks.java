package llamaline.mask.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import llamaline.mask.AttentionMask;
import llamaline.mask.AttentionPattern;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.prompt.InfillLayout;

/**
 * Draws up the attention masks of one model. It needs no running service and no weights, since the
 * family's mask depends on positions alone. Immutable and thread-safe.
 */
public final class AttentionMasks {
    private final String model;
    private final CodeLlamaTokenizer tokenizer;
    private final TextPieces pieces;

    /**
     * Prepares the masks of a model.
     *
     * @param model the name that stands over the picture
     * @param options the ones that {@code tokenizer} was made with
     */
    public AttentionMasks(String model, CodeLlamaTokenizer tokenizer, TokenizerOptions options) {
        this.model = model;
        this.tokenizer = tokenizer;
        pieces = new TextPieces(tokenizer, options);
    }

    /**
     * Draws up the mask of an input.
     *
     * @throws MaskInputException where the model has no infilling, a count is out of range, or a
     *     text is longer than {@link MaskAxis#LONGEST}
     */
    public AttentionMask of(MaskInput input) {
        return switch (input) {
            case MaskInput.Text text -> text(pieces.of(text.text(), text.rule()));
            case MaskInput.Infill infill -> infill(infill);
            case MaskInput.ChunkedPrefill prefill -> chunkedPrefill(prefill);
            case MaskInput.SlotStep step -> SlotStepLayout.of(model, step);
        };
    }

    private AttentionMask text(List<String> labels) {
        return causal("causal", new MaskAxis(labels, List.of()));
    }

    private AttentionMask causal(String layout, MaskAxis axis) {
        var pattern = new AttentionPattern.Causal(axis.size(), 0);
        return new AttentionMask(model, layout, axis, axis, pattern);
    }

    private AttentionMask infill(MaskInput.Infill infill) {
        TextPieces.requireInfilling(tokenizer);
        int[] ids = tokenizer.encodeInfill(infill.prefix(), infill.suffix(), infill.layout());
        List<String> middle = pieces.continuation(infill.middle());
        List<String> labels = new ArrayList<>(pieces.names(ids));
        labels.addAll(middle);
        int prefix = tokenizer.encode(infill.prefix(), ControlTokens.PLAIN).length;
        int suffix = ids.length - prefix - 4;
        SegmentList segments = infillSegments(infill.layout(), prefix, suffix);
        segments.add("middle", middle.size());
        String layout =
                "infill, " + infill.layout().name().toLowerCase(Locale.ROOT).replace("_", "-");
        return causal(layout, new MaskAxis(labels, segments.segments()));
    }

    private static SegmentList infillSegments(InfillLayout layout, int prefix, int suffix) {
        var segments = new SegmentList().add("<s>", 1).add("▁<PRE>", 1);
        return switch (layout) {
            case PREFIX_SUFFIX_MIDDLE ->
                    segments.add("prefix", prefix)
                            .add("▁<SUF>", 1)
                            .add("suffix", suffix)
                            .add("▁<MID>", 1);
            case SUFFIX_PREFIX_MIDDLE ->
                    segments.add("▁<SUF>", 1)
                            .add("suffix", suffix)
                            .add("▁<MID>", 1)
                            .add("prefix", prefix);
        };
    }

    private AttentionMask chunkedPrefill(MaskInput.ChunkedPrefill prefill) {
        List<String> all =
                pieces.names(tokenizer.encodePrompt(prefill.text(), ControlTokens.PARSE));
        int cached = prefill.cached();
        if (cached >= all.size()) {
            throw new MaskInputException(
                    "%d positions cannot be cached of a prompt of %d: one at least is to be read"
                            .formatted(cached, all.size()));
        }
        int read = all.size() - cached;
        var rows = new SegmentList();
        var columns = new SegmentList().add("cached", cached);
        for (int from = 0, chunk = 0; from < read; from += prefill.chunkLength(), chunk++) {
            int length = Math.min(prefill.chunkLength(), read - from);
            rows.add("chunk " + chunk, length);
            columns.add("chunk " + chunk, length);
        }
        return new AttentionMask(
                model,
                "chunked prefill",
                new MaskAxis(all.subList(cached, all.size()), rows.segments()),
                new MaskAxis(all, columns.segments()),
                new AttentionPattern.Causal(read, cached));
    }
}
