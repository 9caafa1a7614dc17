package llamaline.worker.onnx;

/** All tensors of a decode step over one range of slots. Not thread-safe. */
record DecodeCall(SlotRange slots, StepTensors step) implements AutoCloseable {
    void run(OnnxSession session) {
        slots.run(session, step);
    }

    @Override
    public void close() {
        step.close();
        slots.close();
    }
}
