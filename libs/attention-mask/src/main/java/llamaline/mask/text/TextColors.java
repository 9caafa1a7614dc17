package llamaline.mask.text;

/** The colors of a text. Only the diagonal, the legend and the model's name have any. */
public enum TextColors {
    /** The colors as ECMA-48 escape codes, as the reference prints them. */
    ANSI {
        @Override
        String paint(String code, String text) {
            return ESCAPE + code + text + ESCAPE + RESET;
        }
    },

    NONE {
        @Override
        String paint(String code, String text) {
            return text;
        }
    };

    static final String BOLD = "1m";
    static final String GREEN = "92m";
    static final String YELLOW = "93m";
    private static final String RESET = "0m";
    private static final String ESCAPE = "\u001B[";

    abstract String paint(String code, String text);
}
