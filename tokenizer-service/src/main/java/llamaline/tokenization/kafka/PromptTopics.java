package llamaline.tokenization.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import llamaline.contract.Topics;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicCreator;

/** Creates the topics that the service reads and writes. */
public final class PromptTopics {
    private static final Logger LOG = System.getLogger(PromptTopics.class.getName());

    private final TopicCreator creator;

    /** Creates nothing yet. */
    public PromptTopics(TopicCreator creator) {
        this.creator = creator;
    }

    /**
     * Creates the topics that all models share.
     *
     * @throws TopicCreationException where the brokers refuse or do not answer
     */
    void prepare() throws InterruptedException {
        creator.ensure(List.of(Topics.REQUESTS, Topics.TOKENS, Topics.CONTROL, Topics.MODELS));
    }

    /** Creates a model's topic. Its worker did so before it announced the model: this may fail. */
    void prepare(String model) throws InterruptedException {
        try {
            creator.ensure(List.of(Topics.prompts(model)));
        } catch (TopicCreationException e) {
            LOG.log(Level.WARNING, "the topic of a model''s prompts: {0}", e.getMessage());
        }
    }
}
