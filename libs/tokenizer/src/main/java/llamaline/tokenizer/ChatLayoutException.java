package llamaline.tokenizer;

/** A transcript that the chat layout cannot hold. The message is the reference's reason. */
public final class ChatLayoutException extends RuntimeException {
    ChatLayoutException(String message) {
        super(message);
    }
}
