package llamaline.tokenizer.prompt;

import java.util.Arrays;
import llamaline.tokenizer.bpe.IdList;

/**
 * Adds BOS and EOS to encoded sequences, and tells what each id of the result is. Immutable.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_code_llama.py
 * (build_inputs_with_special_tokens and the two after it).
 *
 * @param addBos whether BOS stands before each sequence
 * @param addEos whether EOS stands after it
 */
public record PostProcessor(int bosId, int eosId, boolean addBos, boolean addEos) {
    /** Joins the sequences, each with its BOS and EOS. */
    public int[] build(int[]... sequences) {
        var ids = new IdList(16);
        for (int[] sequence : sequences) {
            if (addBos) {
                ids.add(bosId);
            }
            ids.addAll(sequence);
            if (addEos) {
                ids.add(eosId);
            }
        }
        return ids.toArray();
    }

    /** Marks each id of {@link #build}'s result: 1 where BOS or EOS was added, else 0. */
    public int[] mask(int[]... sequences) {
        var mask = new IdList(16);
        for (int[] sequence : sequences) {
            if (addBos) {
                mask.add(1);
            }
            mask.addAll(new int[sequence.length]);
            if (addEos) {
                mask.add(1);
            }
        }
        return mask.toArray();
    }

    /** Names for each id of {@link #build}'s result the sequence that it belongs to, from 0. */
    public int[] typeIds(int[]... sequences) {
        var types = new IdList(16);
        for (int type = 0; type < sequences.length; type++) {
            int[] ids = new int[build(sequences[type]).length];
            Arrays.fill(ids, type);
            types.addAll(ids);
        }
        return types.toArray();
    }
}
