package llamaline.tokenizer.prompt;

/** Reports a chat that the template cannot hold. The message is the reference's reason. */
public final class ChatTemplateException extends RuntimeException {
    ChatTemplateException(String message) {
        super(message);
    }
}
