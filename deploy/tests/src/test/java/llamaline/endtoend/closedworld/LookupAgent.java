package llamaline.endtoend.closedworld;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that has {@link LookupRecorder} told of all that a gateway or a tokenizer service
 * looks up by name or reflectively: the JDK's methods report themselves, calls of {@code loadClass}
 * are reported where they stand, since the JVM itself calls it too. Other processes are left alone.
 */
public final class LookupAgent implements ClassFileTransformer {
    private static final Set<String> SERVICES = Set.of("gateway", "tokenizer");
    private static final ClassDesc RECORDER = ClassDesc.of(LookupRecorder.class.getName());
    private static final MethodTypeDesc RECORD =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_Object);
    private static final String LOAD_CLASS = "(Ljava/lang/String;)Ljava/lang/Class;";

    private static final List<Lookup> LOOKUPS =
            List.of(
                    new Lookup("java/lang/Class", "forName", "class", 0),
                    new Lookup("java/lang/Class", "getResource", "resource", 1),
                    new Lookup("java/lang/Class", "getResourceAsStream", "resource", 1),
                    new Lookup("java/lang/Class", Lookup::isOfMembers, "members", 0),
                    new Lookup("java/lang/ClassLoader", "getResource", "resource", 1),
                    new Lookup("java/lang/ClassLoader", "getResources", "resource", 1),
                    new Lookup("java/lang/ClassLoader", "getResourceAsStream", "resource", 1),
                    new Lookup("java/lang/reflect/Constructor", "newInstance", "call", 0),
                    new Lookup("java/lang/reflect/Method", "invoke", "call", 0),
                    new Lookup("java/lang/reflect/Proxy", "newProxyInstance", "proxy", 1),
                    new Lookup("java/util/ServiceLoader", "load", "service", 0));

    private LookupAgent() {}

    /**
     * A public method of the JDK.
     *
     * @param slot of the argument that says what is looked up; 0 = of the object itself
     */
    private record Lookup(String owner, Predicate<String> method, String kind, int slot) {
        Lookup(String owner, String method, String kind, int slot) {
            this(owner, method::equals, kind, slot);
        }

        static boolean isOfMembers(String method) {
            return method.matches(
                    "get(Declared)?(Constructors?|Methods?|Fields?)|getRecordComponents|newInstance");
        }

        static @Nullable Lookup of(String owner, MethodModel method) {
            if (!method.flags().has(AccessFlag.PUBLIC) || method.code().isEmpty()) {
                return null;
            }
            String name = method.methodName().stringValue();
            return LOOKUPS.stream()
                    .filter(lookup -> lookup.owner.equals(owner) && lookup.method.test(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * Called by the JVM before the service's own main method.
     *
     * @param folder for a file of lookups for each process
     */
    public static void premain(String folder, Instrumentation instrumentation) throws Exception {
        String service = System.getProperty("llamaline.service", "");
        if (SERVICES.contains(service)) {
            long process = ProcessHandle.current().pid();
            LookupRecorder.open(Path.of(folder, service + "-" + process + ".tsv"));
            instrumentation.addTransformer(new LookupAgent(), true);
            instrumentation.retransformClasses(
                    Class.class,
                    ClassLoader.class,
                    Constructor.class,
                    Method.class,
                    Proxy.class,
                    ServiceLoader.class);
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> type,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (LOOKUPS.stream().anyMatch(lookup -> lookup.owner.equals(name))) {
            return reporting(name, bytes);
        }
        return loader == null ? null : reportingLoads(bytes);
    }

    private static byte[] reporting(String owner, byte[] bytes) {
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(bytes),
                (builder, element) -> {
                    Lookup lookup =
                            element instanceof MethodModel method ? Lookup.of(owner, method) : null;
                    if (lookup != null && element instanceof MethodModel method) {
                        builder.transformMethod(
                                method, MethodTransform.transformingCode(atStart(lookup)));
                    } else {
                        builder.with(element);
                    }
                });
    }

    private static CodeTransform atStart(Lookup lookup) {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder builder) {
                builder.ldc(lookup.kind())
                        .aload(lookup.slot())
                        .invokestatic(RECORDER, "record", RECORD);
            }

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
                builder.with(element);
            }
        };
    }

    private static byte @Nullable [] reportingLoads(byte[] bytes) {
        ClassFile file = ClassFile.of();
        boolean[] found = {false};
        byte[] result =
                file.transformClass(
                        file.parse(bytes),
                        ClassTransform.transformingMethodBodies((builder, element) -> {
                            if (isLoad(element)) {
                                found[0] = true;
                                builder.dup()
                                        .ldc("class")
                                        .swap()
                                        .invokestatic(RECORDER, "record", RECORD);
                            }
                            builder.with(element);
                        }));
        return found[0] ? result : null;
    }

    private static boolean isLoad(CodeElement element) {
        return element instanceof InvokeInstruction call
                && call.name().equalsString("loadClass")
                && call.type().equalsString(LOAD_CLASS);
    }
}
