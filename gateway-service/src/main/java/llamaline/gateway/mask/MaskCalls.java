package llamaline.gateway.mask;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.request.PromptFields;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskInputException;
import llamaline.mask.layout.AttentionMasks;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.picture.MaskRenderer;

/** Draws attention masks. Stateless but for what it is given. */
public final class MaskCalls {
    private static final String FORMAT = "format";

    /** More than a screen shows; keeps each picture below some megabytes. */
    private static final int MOST_CELLS = 1024;

    private final ModelRegistry models;

    /** Draws the masks of these models. */
    public MaskCalls(ModelRegistry models) {
        this.models = models;
    }

    /**
     * The mask that a body asks for.
     *
     * @throws RefusedException naming what was wrong, where, and what is allowed
     */
    public DrawnMask draw(RequestFields fields) {
        RegisteredModel model = models.choose(PromptFields.model(fields).orElse(null));
        models.requireLive(model);
        try {
            MaskRenderer renderer = renderer(fields);
            MaskInput input = new MaskInputReader(fields).read();
            if (input instanceof MaskInput.Infill) {
                model.requireInfill(MaskInputReader.SUFFIX);
            }
            var masks = new AttentionMasks(model.name(), model.tokenizer(), model.settings());
            return drawn(masks.of(input), renderer);
        } catch (MaskInputException e) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.INVALID_REQUEST,
                            sentence(String.valueOf(e.getMessage())),
                            null));
        }
    }

    private static MaskRenderer renderer(RequestFields fields) {
        OptionalLong cells = fields.integer("cells", 1, MOST_CELLS);
        String name = fields.text(FORMAT).orElse("text");
        return MaskFormat.named(name)
                .orElseThrow(() ->
                        RefusedException.ofField(
                                FORMAT, "'format' must be one of %s.".formatted(MaskFormat.keys())))
                .renderer(cells);
    }

    private static DrawnMask drawn(AttentionMask mask, MaskRenderer renderer) {
        ByteString.Output out = ByteString.newOutput();
        try {
            renderer.render(mask, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return new DrawnMask(renderer.mediaType(), out.toByteString());
    }

    private static String sentence(String message) {
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }
}
