package llamaline.tokenizer.prompt;

/**
 * One message of a chat.
 *
 * @param role {@code system}, {@code user} or {@code assistant}; any other is refused when encoded
 */
public record ChatTurn(String role, String content) {
    /** Tells whether this message is from the role {@code other}. */
    boolean isFrom(String other) {
        return role.equals(other);
    }
}
