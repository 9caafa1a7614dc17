package llamaline.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.NativeLibraries;
import llamaline.launcher.process.ServiceDefinition;
import llamaline.launcher.process.ServiceKind;

/** The processes of a stack, in the order in which they are stopped. */
final class StackServices {
    private static final String LOOPBACK = "127.0.0.1";

    private StackServices() {}

    /**
     * Lists the processes of a stack: the gateway, the workers of each model, the tokenizer
     * service.
     *
     * @param models imported
     * @param natives folder of ONNX Runtime's shared libraries
     * @param broker address
     */
    static List<ServiceDefinition> of(
            StackSettings settings, List<ModelSource> models, Path natives, String broker) {
        var services = new ArrayList<ServiceDefinition>();
        services.add(gateway(settings, broker));
        int workers = 0;
        for (ModelSource model : models) {
            for (int worker = 1; worker <= settings.workers(); worker++) {
                Map<String, String> properties = worker(settings, model, broker);
                properties.put(NativeLibraries.PROPERTY, natives.toString());
                services.add(
                        new ServiceDefinition(
                                ServiceKind.WORKER, label(model, worker), workers++, properties));
            }
        }
        services.add(tokenizer(broker));
        return List.copyOf(services);
    }

    private static ServiceDefinition gateway(StackSettings settings, String broker) {
        Map<String, String> properties = shared(broker);
        properties.put("quarkus.http.host", settings.host());
        properties.put("quarkus.http.port", Integer.toString(settings.port()));
        properties.put("llamaline.gateway.swagger-ui", "true");
        return new ServiceDefinition(ServiceKind.GATEWAY, "gateway", 0, properties);
    }

    /** Under one name, so that after a restart it goes on at once with the requests it had. */
    private static ServiceDefinition tokenizer(String broker) {
        String name = "tokenizer";
        Map<String, String> properties = withAnyPort(shared(broker));
        properties.put("llamaline.tokenizer.id", name);
        return new ServiceDefinition(ServiceKind.TOKENIZER, name, 0, properties);
    }

    private static Map<String, String> worker(
            StackSettings settings, ModelSource model, String broker) {
        Map<String, String> properties = withAnyPort(shared(broker));
        properties.put(ServiceDefinition.MODEL_DIRECTORY, model.directory().toString());
        properties.put(ServiceDefinition.MODEL_NAME, model.name());
        properties.put("llamaline.worker.threads", Integer.toString(threads(settings)));
        properties.putAll(settings.workerSettings());
        return properties;
    }

    private static String label(ModelSource model, int number) {
        return "worker-" + model.name().replaceAll("[^A-Za-z0-9.-]", "_") + "-" + number;
    }

    /** Workers share the cores; more threads than cores only wait for each other. */
    private static int threads(StackSettings settings) {
        int workers = settings.models().size() * settings.workers();
        return Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    }

    private static Map<String, String> shared(String broker) {
        var properties = new HashMap<String, String>();
        properties.put("kafka.bootstrap.servers", broker);
        properties.put("llamaline.topics.replication", "1");
        return properties;
    }

    private static Map<String, String> withAnyPort(Map<String, String> properties) {
        properties.put("quarkus.http.host", LOOPBACK);
        properties.put("quarkus.http.port", "0");
        return properties;
    }
}
