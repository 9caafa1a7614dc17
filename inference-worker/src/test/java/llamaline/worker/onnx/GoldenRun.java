package llamaline.worker.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;

/**
 * A greedy run of the reference.
 *
 * @param stopIds end the run
 * @param margins best logit minus second best, a step each
 */
public record GoldenRun(
        String id,
        List<Integer> promptIds,
        List<Integer> newIds,
        List<Integer> stopIds,
        List<Double> margins) {
    /** Sums in another order may differ by this much. */
    public static final double FLOAT32_TOLERANCE = 2e-3;

    public GoldenRun {
        promptIds = List.copyOf(promptIds);
        newIds = List.copyOf(newIds);
        stopIds = List.copyOf(stopIds);
        margins = List.copyOf(margins);
    }

    /** The runs of a checkpoint's folder, infilling included. */
    public static List<GoldenRun> of(Path checkpoint) {
        Path goldens = checkpoint.resolve("goldens");
        List<GoldenRun> runs = new ArrayList<>();
        List<Integer> stops = stopIds(checkpoint);
        read(goldens.resolve("greedy.jsonl"), stops).forEach(runs::add);
        if (goldens.resolve("infill.jsonl").toFile().exists()) {
            read(goldens.resolve("infill.jsonl"), stops).forEach(runs::add);
        }
        return runs;
    }

    /** Runs of a file of their own, without stop ids. */
    static List<GoldenRun> ofFile(Path jsonl) {
        return read(jsonl, List.of()).toList();
    }

    /** The 3,000-token prompt of tiny-7b. */
    public static GoldenRun longOne(Path checkpoint) {
        JsonNode run = Goldens.object(checkpoint.resolve("goldens/long.json"));
        return of(run, stopIds(checkpoint));
    }

    /** The demo model's cases: it has one margin for a whole run. */
    public static List<GoldenRun> ofDemo(Path demo) {
        return Goldens.lines(demo.resolve("goldens.jsonl"))
                .map(run ->
                        new GoldenRun(
                                run.get("id").asText(),
                                ints(run.get("prompt_ids")),
                                ints(run.get("ids")),
                                List.of(2, 4106),
                                run.get("ids")
                                        .valueStream()
                                        .map(_ -> run.get("smallest_top2_gap").asDouble())
                                        .toList()))
                .toList();
    }

    /** The reference's ids up to where its margin is no larger than the tolerance. */
    List<Integer> certainIds(double tolerance) {
        for (int step = 0; step < newIds.size(); step++) {
            if (margins.get(step) <= tolerance) {
                return newIds.subList(0, step);
            }
        }
        return newIds;
    }

    private static Stream<GoldenRun> read(Path jsonl, List<Integer> stopIds) {
        return Goldens.lines(jsonl).map(run -> of(run, stopIds));
    }

    private static GoldenRun of(JsonNode run, List<Integer> stopIds) {
        List<Integer> own = run.has("stop_ids") ? ints(run.get("stop_ids")) : stopIds;
        return new GoldenRun(
                run.get("id").asText(),
                ints(run.get("prompt_ids")),
                ints(run.get("new_ids")),
                own,
                run.get("margins").valueStream().map(JsonNode::asDouble).toList());
    }

    private static List<Integer> stopIds(Path checkpoint) {
        JsonNode eos =
                Goldens.object(checkpoint.resolve("generation_config.json")).get("eos_token_id");
        return eos.isArray() ? ints(eos) : List.of(eos.asInt());
    }

    private static List<Integer> ints(JsonNode array) {
        return array.valueStream().map(JsonNode::asInt).toList();
    }
}
