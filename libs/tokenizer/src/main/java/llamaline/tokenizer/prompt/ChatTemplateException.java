package llamaline.tokenizer.prompt;

/** A transcript that the chat layout cannot hold. The message is the reference's reason. */
public final class ChatTemplateException extends RuntimeException {
    ChatTemplateException(String message) {
        super(message);
    }
}
