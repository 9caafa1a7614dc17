/**
 * The SentencePiece model file: its protobuf fields, its pieces and the vocabulary that they make.
 * What the file wants done and this library does not do is refused.
 */
@NullMarked
package llamaline.tokenizer.sentencepiece;

import org.jspecify.annotations.NullMarked;
