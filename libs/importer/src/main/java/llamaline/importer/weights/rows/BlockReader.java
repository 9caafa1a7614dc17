package llamaline.importer.weights.rows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import llamaline.importer.checkpoint.safetensors.StoredTensor;
import llamaline.importer.model.ModelFileException;
import llamaline.importer.quantization.FloatFormat;
import llamaline.importer.weights.rows.Block.Section;

/** Puts blocks together from the checkpoint's tensors. Not thread-safe: one for each thread. */
public final class BlockReader {
    static final String NOT_FINITE = "has a value that is not a finite number";

    private final TensorErrors errors;
    private ByteBuffer stored = allocate(0);
    private ByteBuffer out = allocate(0);

    /**
     * @param errors gets what tensors lose by rounding
     */
    public BlockReader(TensorErrors errors) {
        this.errors = errors;
    }

    /**
     * Reads the bytes of a block into a buffer that is valid until the next call.
     *
     * @throws ModelFileException where a tensor's file has become shorter, or a value does not fit
     *     or is not a finite number
     */
    public ByteBuffer read(Block block) throws IOException {
        out = cleared(out, block.bytes());
        var target = new FloatElements(block.source().type(), out);
        for (Section section : block.sections()) {
            if (isAsStored(section, target.type())) {
                readInPlace(section);
                requireFinite(section, target, section.rowInBlock(), section.rows());
                continue;
            }
            FloatElements source = read(section);
            requireFinite(section, source, 0, section.sourceEnd() - section.sourceFirst());
            measure(section.part().tensor(), source, target.type());
            if (!copy(section, source, target)) {
                throw section.part()
                        .tensor()
                        .wrong(
                                "has a value beyond the range of %s: choose another precision"
                                        .formatted(target.type().label()));
            }
        }
        return out.clear().limit(block.bytes());
    }

    private static boolean isAsStored(Section section, FloatFormat type) {
        return section.part().tensor().floats() == type && !section.part().isPadded();
    }

    private void readInPlace(Section section) throws IOException {
        long rowBytes = section.sourceRowBytes();
        out.limit(Math.toIntExact((section.rowInBlock() + section.rows()) * rowBytes))
                .position(Math.toIntExact(section.rowInBlock() * rowBytes));
        section.part().tensor().read(section.firstRow() * rowBytes, out);
        out.clear();
    }

    private static void requireFinite(
            Section section, FloatElements elements, int firstRow, int rows) {
        int columns = section.part().columns().sourceLength();
        if (!elements.areFinite(firstRow * columns, rows * columns)) {
            throw section.part().tensor().wrong(NOT_FINITE);
        }
    }

    private FloatElements read(Section section) throws IOException {
        StoredTensor tensor = section.part().tensor();
        long rowBytes = section.sourceRowBytes();
        long bytes = rowBytes * (section.sourceEnd() - section.sourceFirst());
        stored = cleared(stored, Math.toIntExact(bytes));
        tensor.read(section.sourceFirst() * rowBytes, stored);
        return new FloatElements(tensor.floats(), stored.flip());
    }

    private void measure(StoredTensor tensor, FloatElements source, FloatFormat target) {
        if (source.type() != target && target != FloatFormat.FLOAT32) {
            errors.add(tensor.name(), source.lossAs(target));
        }
    }

    private static boolean copy(Section section, FloatElements source, FloatElements target) {
        MatrixPart part = section.part();
        int columns = part.columns().length();
        int first = section.rowInBlock() * columns;
        int count = section.rows() * columns;
        if (!part.isPadded()) {
            return source.copy(0, target, first, count);
        }
        target.clear(first, count);
        int sourceColumns = part.columns().sourceLength();
        int run = part.columns().run();
        boolean fits = true;
        for (int row = section.sourceFirst(); row < section.sourceEnd(); row++) {
            int from = (row - section.sourceFirst()) * sourceColumns;
            int to = section.rowOf(row) * columns;
            for (int column = 0; column < sourceColumns; column += run) {
                int place = to + part.columns().place(column);
                fits &= source.copy(from + column, target, place, run);
            }
        }
        return fits;
    }

    /** Returns a buffer of that many bytes: the old one where it is large enough. */
    private static ByteBuffer cleared(ByteBuffer old, int bytes) {
        ByteBuffer buffer =
                old.capacity() >= bytes ? old : allocate(Math.max(bytes, 2 * old.capacity()));
        return buffer.clear().limit(bytes);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
