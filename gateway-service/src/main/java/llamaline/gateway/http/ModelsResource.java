package llamaline.gateway.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.models.ModelDescription;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}: what is served now. */
@ApplicationScoped
class ModelsResource {
    private final ModelRegistry models;

    ModelsResource(ModelRegistry models) {
        this.models = models;
    }

    void list(RoutingContext routing) {
        JsonText json = new JsonText().object();
        json.key("object").value("list");
        json.key("data").array();
        models.live().forEach(model -> put(json, model));
        json.endArray().endObject();
        send(routing, json);
    }

    /** The name is what follows the route, slashes included. */
    void get(RoutingContext routing, String name) {
        try {
            RegisteredModel model = models.choose(name);
            models.requireLive(model);
            JsonText json = new JsonText();
            put(json, model);
            send(routing, json);
        } catch (RefusedException e) {
            ErrorResponse.send(routing.response(), e.refusal());
        }
    }

    private void put(JsonText json, RegisteredModel model) {
        ModelDescription description = model.description();
        json.object();
        json.key("id").value(model.name());
        json.key("object").value("model");
        json.key("created").value(description.createdEpochSeconds());
        json.key("owned_by").value("llamaline");
        json.key("root").value(model.name());
        json.key("parent").nothing();
        json.key("max_model_len").value(model.context());
        json.key("vocabulary").value(model.vocabulary());
        json.key("family").value(description.family());
        json.key("size").value(description.size());
        json.key("variant").value(description.variant());
        json.key("precision").value(description.precision());
        json.key("infill").value(description.infillRefusal().isEmpty());
        description.infillRefusal().ifPresent(why -> json.key("infill_refusal").value(why));
        json.key("chat_format").value(chatFormat(model));
        putCapabilities(json.key("capabilities").object(), model);
        ModelRegistry.Capacity capacity = models.capacity(model.name());
        json.key("workers").value(capacity.workers());
        json.key("slots").value(capacity.slots());
        json.endObject();
    }

    private static void putCapabilities(JsonText json, RegisteredModel model) {
        json.key("completion").value(true);
        json.key("infill").value(model.description().infillRefusal().isEmpty());
        json.key("chat").value(model.chats());
        json.endObject();
    }

    private static @Nullable String chatFormat(RegisteredModel model) {
        return model.chatTemplate()
                .map(template -> template.name().toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    private static void send(RoutingContext routing, JsonText json) {
        routing.response().putHeader("content-type", "application/json").end(json.toString());
    }
}
