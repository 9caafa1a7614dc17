package llamaline.architecture;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llamaline.v1.Api;
import llamaline.v1.Control;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import llamaline.v1.WorkerStatus;

/** Generated classes of {@code llamaline.v1}, by the message that they are made for. */
final class MessagesOf {
    private static final String PACKAGE = "llamaline.v1";

    private MessagesOf() {}

    /** Messages and services of {@code api.proto}. */
    static DescribedPredicate<JavaClass> theGrpcApi() {
        FileDescriptor api = Api.getDescriptor();
        Set<String> names =
                Stream.concat(
                                api.getMessageTypes().stream().map(Descriptor::getName),
                                api.getServices().stream()
                                        .map(ServiceDescriptor::getName)
                                        .map(name -> name + "Grpc"))
                        .collect(Collectors.toSet());
        return generatedFor(names, "made for the gRPC API");
    }

    /**
     * What a topic holds as a whole. Not the model card: that is what the gateway knows of a model,
     * and it is kept as it came.
     */
    static DescribedPredicate<JavaClass> records() {
        Set<String> names =
                Stream.of(
                                GenerationRequest.getDescriptor(),
                                EncodedPrompt.getDescriptor(),
                                TokenEvents.getDescriptor(),
                                TokenEvent.getDescriptor(),
                                Control.getDescriptor(),
                                WorkerStatus.getDescriptor())
                        .map(Descriptor::getName)
                        .collect(Collectors.toSet());
        return generatedFor(names, "made for a topic's records");
    }

    private static DescribedPredicate<JavaClass> generatedFor(Set<String> messages, String what) {
        return DescribedPredicate.describe(
                what,
                type ->
                        type.getPackageName().equals(PACKAGE)
                                && messages.contains(message(type.getName())));
    }

    /** The message's name, in that of its class, its builder or its {@code OrBuilder}. */
    private static String message(String className) {
        String simple = className.substring(PACKAGE.length() + 1);
        int nested = simple.indexOf('$');
        String outer = nested < 0 ? simple : simple.substring(0, nested);
        return outer.endsWith("OrBuilder")
                ? outer.substring(0, outer.length() - "OrBuilder".length())
                : outer;
    }
}
