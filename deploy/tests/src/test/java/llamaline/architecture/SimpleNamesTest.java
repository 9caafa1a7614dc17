package llamaline.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps one simple name for one class, over all modules and the messages that they exchange. */
final class SimpleNamesTest {
    private static final String MESSAGES = "llamaline.v1";

    /** Simple names that two classes may share, each with its reason; none at present. */
    private static final Set<String> SHARED = Set.of();

    private static JavaClasses classes;

    private SimpleNamesTest() {}

    @BeforeAll
    static void readClasses() {
        classes =
                new ClassFileImporter()
                        .importLocations(new ModuleClasses().get(SimpleNamesTest.class));
    }

    @Test
    void noTwoClassesShareASimpleName() {
        var twins = new TreeMap<String, Set<String>>();
        own().forEach(type ->
                twins.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(type.getName()));
        assertFalse(twins.isEmpty(), "no class was read");
        twins.values().removeIf(names -> names.size() == 1);

        assertEquals(SHARED, twins.keySet(), twins::toString);
    }

    @Test
    void noClassIsNamedAsAMessage() {
        Set<String> messages =
                classes.stream()
                        .filter(type -> type.getPackageName().equals(MESSAGES))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        assertFalse(messages.isEmpty(), "no message was read");
        Set<String> twins =
                own().filter(type -> messages.contains(type.getSimpleName()))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), twins);
    }

    /** The hand-written top-level classes, without those that describe a package. */
    private static Stream<JavaClass> own() {
        return classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getPackageName().startsWith("llamaline."))
                .filter(type -> !type.getPackageName().equals(MESSAGES))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getName().contains("_"));
    }
}
