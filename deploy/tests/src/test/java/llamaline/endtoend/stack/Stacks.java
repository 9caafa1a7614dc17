package llamaline.endtoend.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;

/** The two stacks that the tests share; each starts on first use and ends with the test run. */
public final class Stacks {
    private Stacks() {}

    /** A worker for each model that there are goldens of. */
    public static RunningStack ofAllModels() {
        return AllModels.STACK;
    }

    /** Two workers with the demo model. */
    public static RunningStack ofTwoWorkers() {
        return TwoWorkers.STACK;
    }

    /** Name to checkpoint. */
    public static Map<String, Path> models() {
        var models = new TreeMap<String, Path>();
        models.put("demo", Goldens.demoModel());
        models.put("tiny-7b", Goldens.resource("tiny-7b"));
        for (String name : List.of("tiny-34b", "tiny-70b-instruct")) {
            Conformance.folder("models/" + name).ifPresent(folder -> models.put(name, folder));
        }
        return models;
    }

    public static Path checkpoint(String model) {
        return Objects.requireNonNull(models().get(model), model);
    }

    private static RunningStack closedAtTheEnd(RunningStack stack) {
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        return stack;
    }

    private static final class AllModels {
        static final RunningStack STACK = closedAtTheEnd(start());

        private static RunningStack start() {
            var arguments = new ArrayList<String>();
            models().forEach((name, folder) -> {
                arguments.add("--model");
                arguments.add(name + "=" + folder);
            });
            return RunningStack.up(arguments.toArray(String[]::new));
        }
    }

    private static final class TwoWorkers {
        static final RunningStack STACK = closedAtTheEnd(RunningStack.up("--workers", "2"));
    }
}
