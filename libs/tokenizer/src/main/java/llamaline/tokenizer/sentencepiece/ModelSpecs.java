package llamaline.tokenizer.sentencepiece;

/**
 * The trainer's and the normalizer's settings of a SentencePiece model, and whether they are
 * Llama's. Settings that a file leaves out have the defaults of sentencepiece_model.proto.
 */
final class ModelSpecs {
    private static final long UNIGRAM = 1;
    private static final long BPE = 2;

    private long modelType = UNIGRAM;
    private boolean byteFallback;
    private boolean whitespaceIsSuffix;
    private boolean addsDummyPrefix = true;
    private boolean removesExtraWhitespaces = true;
    private boolean escapesWhitespaces = true;
    private boolean normalizes;
    private boolean denormalizes;

    void readTrainer(WireReader reader) {
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 3 -> modelType = reader.number("trainer_spec.model_type");
                case 24 ->
                        whitespaceIsSuffix = reader.flag("trainer_spec.treat_whitespace_as_suffix");
                case 35 -> byteFallback = reader.flag("trainer_spec.byte_fallback");
                default -> reader.skip();
            }
        }
    }

    void readNormalizer(WireReader reader) {
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case 2 -> normalizes = !reader.isEmptyBytes("normalizer_spec.precompiled_charsmap");
                case 3 -> addsDummyPrefix = reader.flag("normalizer_spec.add_dummy_prefix");
                case 4 ->
                        removesExtraWhitespaces =
                                reader.flag("normalizer_spec.remove_extra_whitespaces");
                case 5 -> escapesWhitespaces = reader.flag("normalizer_spec.escape_whitespaces");
                default -> reader.skip();
            }
        }
    }

    void readDenormalizer(WireReader reader) {
        for (int field = reader.next(); field != 0; field = reader.next()) {
            if (field == 2) {
                denormalizes = !reader.isEmptyBytes("denormalizer_spec.precompiled_charsmap");
            } else {
                reader.skip();
            }
        }
    }

    /**
     * Refuses settings that are not Llama's.
     *
     * @throws TokenizerFormatException naming the first one
     */
    void check() {
        require(modelType == BPE, "trainer_spec.model_type is " + modelType, "2 (BPE)");
        require(byteFallback, "trainer_spec.byte_fallback is false", "true");
        require(!whitespaceIsSuffix, "trainer_spec.treat_whitespace_as_suffix is true", "false");
        require(!normalizes, "normalizer_spec.precompiled_charsmap holds rules", "the identity");
        require(addsDummyPrefix, "normalizer_spec.add_dummy_prefix is false", "true");
        require(
                !removesExtraWhitespaces,
                "normalizer_spec.remove_extra_whitespaces is true",
                "false");
        require(escapesWhitespaces, "normalizer_spec.escape_whitespaces is false", "true");
        require(
                !denormalizes,
                "denormalizer_spec.precompiled_charsmap holds rules",
                "the identity");
    }

    private static void require(boolean isLlamas, String actual, String allowed) {
        if (!isLlamas) {
            throw new TokenizerFormatException(
                    "unsupported SentencePiece model: %s, only %s is supported"
                            .formatted(actual, allowed));
        }
    }
}
