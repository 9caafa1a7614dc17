package llamaline.gateway.mask;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import llamaline.mask.json.JsonRenderer;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.png.PngRenderer;
import llamaline.mask.svg.SvgRenderer;
import llamaline.mask.text.TextColors;
import llamaline.mask.text.TextRenderer;

/** The format that a mask is drawn in; callers write its name in lower case. */
enum MaskFormat {
    TEXT {
        @Override
        MaskRenderer renderer(OptionalLong cells) {
            return text(TextColors.NONE, cells);
        }
    },
    ANSI {
        @Override
        MaskRenderer renderer(OptionalLong cells) {
            return text(TextColors.ANSI, cells);
        }
    },
    JSON {
        @Override
        MaskRenderer renderer(OptionalLong cells) {
            return new JsonRenderer((int) cells.orElse(JsonRenderer.DEFAULT_CELLS));
        }
    },
    SVG {
        @Override
        MaskRenderer renderer(OptionalLong cells) {
            return new SvgRenderer((int) cells.orElse(SvgRenderer.DEFAULT_CELLS));
        }
    },
    PNG {
        @Override
        MaskRenderer renderer(OptionalLong cells) {
            return new PngRenderer((int) cells.orElse(PngRenderer.DEFAULT_CELLS));
        }
    };

    /**
     * The renderer of this format.
     *
     * @param cells most cells a side; empty: as many as suit the format
     */
    abstract MaskRenderer renderer(OptionalLong cells);

    static Optional<MaskFormat> named(String name) {
        return Arrays.stream(values()).filter(format -> format.key().equals(name)).findAny();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(MaskFormat::key).toList();
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static MaskRenderer text(TextColors colors, OptionalLong cells) {
        return cells.isPresent()
                ? new TextRenderer(colors, (int) cells.getAsLong())
                : new TextRenderer(colors);
    }
}
