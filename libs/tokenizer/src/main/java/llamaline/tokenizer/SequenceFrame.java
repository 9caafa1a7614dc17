package llamaline.tokenizer;

import java.util.Arrays;

/**
 * BOS and EOS round sequences of ids, and what is known of each place then. Immutable.
 *
 * <p>Source: Hugging Face transformers 4.57.6, tokenization_code_llama.py
 * (build_inputs_with_special_tokens and the two after it).
 *
 * @param addBos whether BOS stands before each sequence
 * @param addEos whether EOS stands after it
 */
record SequenceFrame(int bosId, int eosId, boolean addBos, boolean addEos) {
    /** The sequences behind each other, each framed. */
    int[] build(int[]... sequences) {
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

    /** Of {@link #build}'s result: 1 where BOS or EOS was added. */
    int[] mask(int[]... sequences) {
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

    /** Of {@link #build}'s result: which of the sequences a place belongs to, from 0. */
    int[] typeIds(int[]... sequences) {
        var types = new IdList(16);
        for (int type = 0; type < sequences.length; type++) {
            int[] ids = new int[build(sequences[type]).length];
            Arrays.fill(ids, type);
            types.addAll(ids);
        }
        return types.toArray();
    }
}
