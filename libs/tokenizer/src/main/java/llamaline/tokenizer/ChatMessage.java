package llamaline.tokenizer;

/**
 * One turn of a chat.
 *
 * @param role {@code system}, {@code user} or {@code assistant}; any other is refused when encoded
 */
public record ChatMessage(String role, String content) {
    boolean isFrom(String other) {
        return role.equals(other);
    }
}
