package llamaline.tokenizer.prompt;

/**
 * One turn of a chat.
 *
 * @param role {@code system}, {@code user} or {@code assistant}; any other is refused when encoded
 */
public record ChatTurn(String role, String content) {
    /** Whether {@code other} is this message's role. */
    boolean isFrom(String other) {
        return role.equals(other);
    }
}
