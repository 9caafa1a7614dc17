package llamaline.worker;

import java.nio.file.Path;
import llamaline.contract.Topics;
import llamaline.importer.model.ImportedModel;
import llamaline.v1.ModelCard;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.device.DeviceSetting;
import llamaline.worker.onnx.device.Engines;
import llamaline.worker.onnx.device.Engines.OpenedModel;
import llamaline.worker.stub.StubCausalLanguageModel;

/**
 * A model that can be served, with the card that tells the world of it.
 *
 * @param plan one line for the log: slots, context, memory
 */
record LoadedModel(CausalLanguageModel model, ModelCard card, String plan) {
    private static final int MOST_SLOTS = 1024;

    /** Opens the model that the settings name. */
    static LoadedModel load(WorkerConfig config) {
        WorkerSettings.require("llamaline.worker.slots", config.slots(), 1, MOST_SLOTS);
        WorkerSettings.require("llamaline.worker.context", config.context(), 0, Integer.MAX_VALUE);
        Path directory = config.model().directory().toAbsolutePath().normalize();
        ImportedModel imported = ImportedModel.read(directory);
        DeviceSetting device = device(config);
        OpenedModel opened =
                switch (config.engine()) {
                    case ONNX -> Engines.ofSystem().open(imported, settings(config), device);
                    case STUB -> new OpenedModel(stub(imported.card(), config), "stub");
                };
        CausalLanguageModel model = opened.model();
        String name = config.model().name().orElseGet(() -> directory.getFileName().toString());
        ModelCard card =
                imported.card().toBuilder()
                        .setModel(name)
                        .setPromptsTopic(Topics.prompts(name).name())
                        .setContext(model.slotLength())
                        .build();
        return new LoadedModel(model, card, plan(card, opened, config) + beyond(imported, model));
    }

    private static DeviceSetting device(WorkerConfig config) {
        try {
            return DeviceSetting.parse(config.device());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("llamaline.worker.device " + e.getMessage());
        }
    }

    private static EngineSettings settings(WorkerConfig config) {
        return new EngineSettings(
                config.slots(),
                config.kvBudget().asLongValue(),
                config.context(),
                config.threads());
    }

    private static CausalLanguageModel stub(ModelCard card, WorkerConfig config) {
        int context =
                config.context() == 0
                        ? card.getContext()
                        : Math.min(card.getContext(), config.context());
        return new StubCausalLanguageModel(
                card.getVocabulary(), config.slots(), context, config.stub().stepInterval());
    }

    /** Warns of a context beyond the model's own: its cost in quality is the caller's to judge. */
    private static String beyond(ImportedModel imported, CausalLanguageModel model) {
        int made = imported.card().getContext();
        return model.slotLength() <= made
                ? ""
                : "; WARNING: that is beyond the %d positions that it was made for".formatted(made);
    }

    private static String plan(ModelCard card, OpenedModel opened, WorkerConfig config) {
        return "model %s (%s, %s): %d slots of %d tokens, KV cache at most %d MiB"
                .formatted(
                        card.getModel(),
                        opened.device(),
                        card.getPrecision(),
                        opened.model().slots(),
                        opened.model().slotLength(),
                        config.kvBudget().asLongValue() >> 20);
    }
}
