package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;

/**
 * What stands in one slot, or beside it, changes no bit of another's logits.
 *
 * @param model with at least {@link #SLOTS} slots
 */
public record SlotIndependence(CausalLanguageModel model) {
    public static final int SLOTS = 5;
    private static final int LONGEST = 40;

    /** A row has the same bits alone and among others. */
    public void aRowHasTheSameBitsAloneAndAmongOthers() {
        Seeds.forEach(
                20,
                random -> {
                    int[][] prompts = new int[SLOTS][];
                    float[][] alone = new float[SLOTS][];
                    int[] next = random.ints(SLOTS, 3, model.vocabulary()).toArray();
                    for (int slot = 0; slot < SLOTS; slot++) {
                        prompts[slot] = prompt(random);
                        read(slot, prompts[slot]);
                    }
                    for (int slot = 0; slot < SLOTS; slot++) {
                        int[] cached = {prompts[slot].length};
                        alone[slot] = row(model.decode(slot, new int[] {next[slot]}, cached), 0);
                    }
                    int first = random.nextInt(SLOTS);
                    int count = 1 + random.nextInt(SLOTS - first);
                    int[] cached = new int[count];
                    Arrays.setAll(cached, row -> prompts[first + row].length);
                    int[] tokens = Arrays.copyOfRange(next, first, first + count);
                    Logits together = model.decode(first, tokens, cached);
                    for (int row = 0; row < count; row++) {
                        assertArrayEquals(alone[first + row], row(together, row));
                    }
                });
    }

    /** An idle row leaves what its slot holds. */
    public void anIdleRowLeavesWhatItHolds() {
        Seeds.forEach(
                10,
                random -> {
                    int[] prompt = prompt(random);
                    read(0, prompt);
                    float[] before =
                            row(model.decode(0, new int[] {7}, new int[] {prompt.length}), 0);
                    read(1, prompt(random));
                    int[] idle = {prompt.length, 1};
                    model.decode(0, new int[] {random.nextInt(model.vocabulary()), 9}, idle);
                    float[] after =
                            row(model.decode(0, new int[] {7}, new int[] {prompt.length}), 0);
                    assertArrayEquals(before, after);
                });
    }

    /** A moved slot goes on as before. */
    public void aMovedSlotGoesOnAsBefore() {
        Seeds.forEach(
                10,
                random -> {
                    int[] prompt = prompt(random);
                    read(3, prompt);
                    float[] before =
                            row(model.decode(3, new int[] {5}, new int[] {prompt.length}), 0);
                    read(1, prompt(random));
                    model.move(3, 1, prompt.length);
                    read(3, prompt(random));
                    float[] after =
                            row(model.decode(1, new int[] {5}, new int[] {prompt.length}), 0);
                    assertArrayEquals(before, after);
                });
    }

    /** A chunk that ends no prompt is kept for the next. */
    public void aChunkThatEndsNoPromptIsKeptForTheNext() {
        Seeds.forEach(
                10,
                random -> {
                    int[] prompt = prompt(random);
                    int cut = 1 + random.nextInt(prompt.length - 1);
                    float[] expected = row(readInTwo(0, prompt, cut), 0);
                    model.prefill(2, 0, Arrays.copyOf(prompt, cut), LogitRows.NONE);
                    read(1, prompt(random));
                    float[] actual =
                            row(
                                    model.prefill(
                                            2,
                                            cut,
                                            Arrays.copyOfRange(prompt, cut, prompt.length),
                                            LogitRows.LAST),
                                    0);
                    assertArrayEquals(expected, actual);
                });
    }

    private Logits readInTwo(int slot, int[] prompt, int cut) {
        model.prefill(slot, 0, Arrays.copyOf(prompt, cut), LogitRows.ALL);
        return model.prefill(
                slot, cut, Arrays.copyOfRange(prompt, cut, prompt.length), LogitRows.LAST);
    }

    private void read(int slot, int[] prompt) {
        model.prefill(slot, 0, prompt, LogitRows.LAST);
    }

    private int[] prompt(RandomGenerator random) {
        return random.ints(2 + random.nextInt(LONGEST), 3, model.vocabulary()).toArray();
    }

    private float[] row(Logits logits, int row) {
        float[] copy = new float[model.vocabulary()];
        logits.copyRow(row, copy);
        return copy;
    }
}
