package llamaline.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Who may use whom. A rule that matches no class fails, so that a renamed package cannot hollow it
 * out. Generated messages ({@code llamaline.v1}) belong to the contract.
 */
@AnalyzeClasses(locations = ModuleClasses.class)
final class ArchitectureTest {
    private static final String GATEWAY = "llamaline.gateway..";
    private static final String TOKENIZER_SERVICE = "llamaline.tokenization..";
    private static final String WORKER = "llamaline.worker..";
    private static final String[] SERVICES = {GATEWAY, TOKENIZER_SERVICE, WORKER};
    private static final String[] ROOTS = {
        "llamaline.gateway", "llamaline.tokenization", "llamaline.worker"
    };
    private static final String[] FRAMEWORKS = {
        "io.quarkus..", "io.smallrye..", "io.vertx..", "jakarta..", "org.eclipse.microprofile.."
    };

    private ArchitectureTest() {}

    @ArchTest
    static final ArchRule theContractHoldsWhatTravelsAndNothingElse =
            classes()
                    .that()
                    .resideInAnyPackage("llamaline.contract..", "llamaline.v1..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "llamaline.contract..",
                            "llamaline.v1..",
                            "com.google.protobuf..",
                            "com.google.common.util.concurrent..",
                            "com.google.rpc..",
                            "io.grpc..",
                            "org.apache.kafka..",
                            "org.jspecify..")
                    .because("every service carries it, whatever else it is made of");

    @ArchTest
    static final ArchRule theFoundationKnowsNoService =
            noClasses()
                    .that()
                    .resideInAnyPackage("llamaline.kafka..", "llamaline.modelcard..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(SERVICES)
                                    .or(resideInAnyPackage("io.vertx..", "jakarta..")))
                    .because("three services share it; of the framework it has annotations alone");

    @ArchTest
    static final ArchRule cardsAreKeptInPlainJava =
            noClasses()
                    .that()
                    .resideInAPackage("llamaline.modelcard..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.apache.kafka..", "llamaline.kafka..")
                                    .or(resideInAnyPackage(FRAMEWORKS)))
                    .because("the middle of two services keeps cards, and knows no broker");

    @ArchTest
    static final ArchRule messagesOfTheGrpcApiEndAtItsEdge =
            noClasses()
                    .that(resideInAnyPackage(SERVICES).and(not(resideInAnyPackage("..grpc.."))))
                    .should()
                    .dependOnClassesThat(MessagesOf.theGrpcApi())
                    .because("calls are the same for HTTP and gRPC behind the two edges");

    @ArchTest
    static final ArchRule whoComputesOnAMessageMapsItInItsKafkaPackage =
            noClasses()
                    .that()
                    .resideInAPackage(WORKER)
                    .and()
                    .resideOutsideOfPackages("llamaline.worker", "llamaline.worker.kafka..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("llamaline.v1..")
                    .because(
                            "the worker computes with prompts and events: it has types of its own;"
                                    + " its root passes the imported model's card on");

    @ArchTest
    static final ArchRule callersNeverMeetARecord =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "llamaline.gateway.http..",
                            "llamaline.gateway.grpc..",
                            "llamaline.gateway.output..",
                            "llamaline.gateway.event..",
                            "llamaline.gateway.text..",
                            "llamaline.gateway.limits..",
                            "llamaline.gateway.mask..",
                            "llamaline.gateway.tokenizer..")
                    .should()
                    .dependOnClassesThat(MessagesOf.records())
                    .because(
                            "who passes a record on, keeps it: validation, stream and kafka; a"
                                    + " route sees calls and their completions");

    @ArchTest
    static final ArchRule theTokenizerNeedsTheJdkAlone =
            classes()
                    .that()
                    .resideInAPackage("llamaline.tokenizer..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "llamaline.tokenizer..", "org.jspecify..")
                    .because("it can be used and tested alone, and moved to any program");

    @ArchTest
    static final ArchRule theMasksNeedTheTokenizerAlone =
            classes()
                    .that()
                    .resideInAPackage("llamaline.mask..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "llamaline.mask..", "llamaline.tokenizer..", "org.jspecify..")
                    .because(
                            "a mask depends on positions alone, so no service is needed to draw it");

    @ArchTest
    static final ArchRule theImporterNeedsNeitherServiceNorEngine =
            classes()
                    .that()
                    .resideInAPackage("llamaline.importer..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "llamaline.importer..",
                            "llamaline.contract..",
                            "llamaline.v1..",
                            "llamaline.tokenizer..",
                            "com.google.protobuf..",
                            "com.fasterxml.jackson..",
                            "org.jspecify..")
                    .because("the command line imports where no service runs");

    @ArchTest
    static final ArchRule aWorkerReadsImportsAndMakesNone =
            noClasses()
                    .that()
                    .resideInAPackage(WORKER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "llamaline.importer",
                            "llamaline.importer.checkpoint..",
                            "llamaline.importer.weights..")
                    .because("it sees a model folder, whatever checkpoint that came from");

    @ArchTest
    static final ArchRule onlyKafkaPackagesTouchTheBroker =
            noClasses()
                    .that(resideInAnyPackage(SERVICES).and(not(resideInAnyPackage("..kafka.."))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..",
                            "io.smallrye.reactive.messaging..",
                            "org.eclipse.microprofile.reactive.messaging..")
                    .because("what travels when is found in one folder of each service");

    @ArchTest
    static final ArchRule onlyHttpAndGrpcPackagesTouchCallers =
            noClasses()
                    .that(
                            resideInAnyPackage(SERVICES)
                                    .and(not(resideInAnyPackage("..http..", "..grpc.."))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta.ws.rs..", "io.vertx.ext.web..")
                    .because("status codes and wire shapes are decided at the edge");

    @ArchTest
    static final ArchRule onlyGrpcPackagesTouchGrpc =
            noClasses()
                    .that(resideInAnyPackage(SERVICES).and(not(resideInAnyPackage("..grpc.."))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.grpc..", "io.quarkus.grpc..", "com.google.rpc..")
                    .because("what is checked and done is the same for HTTP and gRPC");

    @ArchTest
    static final ArchRule onlyPackageRootsMeasure =
            noClasses()
                    .that(resideInAnyPackage(SERVICES).and(not(resideInAnyPackage(ROOTS))))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "io.micrometer..",
                                            "io.opentelemetry..",
                                            "llamaline.telemetry..")
                                    .and(not(simpleName("Clocks"))))
                    .because("what is measured, and how it is named, is found in one place");

    @ArchTest
    static final ArchRule onlyTheEngineUsesOnnxRuntime =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("llamaline.worker.onnx..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.onnxruntime..")
                    .because("scheduler, sampling and tests see rows, slots and logits only");

    @ArchTest
    static final ArchRule nativeMemoryStaysInThreePackages =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "llamaline.worker.onnx..",
                            "llamaline.worker.model..",
                            "llamaline.importer.weights..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.foreign..")
                    .because("who frees it must be easy to see: the KV cache and mapped files");

    @ArchTest
    static final ArchRule onlyTheDecodeLoopKnowsTheScheduler =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "llamaline.worker.loop..", "llamaline.worker.schedule..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("llamaline.worker.schedule..")
                    .because("slots and sequences have one owner thread and one writer");

    @ArchTest
    static final ArchRule theMiddleIsPlainJava =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "llamaline.worker.loop..",
                            "llamaline.worker.schedule..",
                            "llamaline.worker.event..",
                            "llamaline.worker.prompt..",
                            "llamaline.worker.model..",
                            "llamaline.worker.sampling..",
                            "llamaline.gateway.stream..",
                            "llamaline.gateway.output..",
                            "llamaline.gateway.event..",
                            "llamaline.gateway.text..",
                            "llamaline.gateway.refusal..",
                            "llamaline.gateway.fields..",
                            "llamaline.gateway.limits..",
                            "llamaline.gateway.models..",
                            "llamaline.gateway.request..",
                            "llamaline.gateway.validation..",
                            "llamaline.gateway.tokenizer..",
                            "llamaline.gateway.mask..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "..kafka..", "..http..", "..onnx..", "..onnxruntime..")
                                    .or(resideInAnyPackage(FRAMEWORKS)))
                    .because("it runs in a unit test, without broker, caller, engine or container");

    @ArchTest
    static final ArchRule noServiceKnowsAnother =
            slices().matching("llamaline.(gateway|tokenization|worker)..")
                    .should()
                    .notDependOnEachOther()
                    .because("they meet in the contract, over Kafka, and are deployed apart");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("llamaline.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a reader can then start with the package that uses nothing");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                    .because("these names say nothing; each thing has a better one");

    @ArchTest
    static final ArchRule nobodyPrintsButTheCommandLine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("llamaline.cli..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because("a service logs; only the command line speaks to a person");

    @ArchTest
    static final ArchRule nobodySleeps =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .because("code waits for a condition or for a clock that was passed in");

    @ArchTest
    static final ArchRule timeIsPassedIn =
            noClasses()
                    .that(not(resideInAnyPackage(ROOTS).or(simpleName("SystemClock"))))
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(InstantSource.class, "system")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .because("tests decide what time it is; the wiring provides the clock");

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfAProcess =
            noFields()
                    .that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat(
                            resideInAnyPackage(
                                    GATEWAY,
                                    TOKENIZER_SERVICE,
                                    "llamaline.contract..",
                                    "llamaline.tokenizer.."))
                    .should()
                    .haveRawType(
                            assignableTo(RandomGenerator.class)
                                    .or(assignableTo(InstantSource.class))
                                    .or(assignableTo(Thread.class))
                                    .or(assignableTo(Executor.class)))
                    .because(
                            "a native image runs class initializers when it is built: all processes"
                                    + " would share what they made");
}
