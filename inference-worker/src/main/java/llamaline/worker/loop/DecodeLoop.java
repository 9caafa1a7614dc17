package llamaline.worker.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.schedule.ScheduledStep;
import llamaline.worker.schedule.Scheduler;
import llamaline.worker.schedule.SlotShape;
import llamaline.worker.schedule.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Hop 6 of the flow: completes prompts, {@link #step} by step, on one thread of its own, which
 * alone touches model, slots and sequences; others send it commands through a bounded queue. Each
 * {@link #submit} brings a permit of {@link FreeSlots}, which is released when the prompt has left
 * its slot.
 *
 * <p>The model belongs to the caller, who closes it after {@link #stop} has returned true.
 */
public final class DecodeLoop {
    private static final Logger LOG = System.getLogger(DecodeLoop.class.getName());

    private static final long COMMAND_TIMEOUT_MILLIS = 100;

    private final BlockingQueue<Command> commands;
    private final int slots;
    private final GuardedModel model;
    private final Outbox outbox;
    private final Scheduler scheduler;
    private final RunningSequences sequences;
    private final StepRunner runner;
    private final StepReporter reporter;
    private final Thread thread;
    private volatile LoopStatus status;
    private volatile boolean hasEnded;
    private @Nullable CompletableFuture<Void> drained;

    /** Does not start the thread yet. */
    public DecodeLoop(CausalLanguageModel model, LoopSettings settings, LoopContext context) {
        var clocks = context.clocks();
        slots = model.slots();
        int slotLength = model.slotLength();
        int vocabulary = model.vocabulary();
        commands = new ArrayBlockingQueue<>(settings.commandLimit());
        this.model = new GuardedModel(model, settings, clocks);
        outbox = new Outbox(context.listener(), clocks);
        scheduler = new Scheduler(new SlotShape(slots, slotLength, settings.chunkLength()));
        sequences =
                new RunningSequences(scheduler, outbox, settings, context, vocabulary, slotLength);
        runner = new StepRunner(this.model, vocabulary, clocks, context.observer());
        reporter = new StepReporter(sequences, outbox, clocks);
        status = currentStatus();
        thread = Thread.ofPlatform().name("decode-loop").unstarted(this::run);
    }

    private sealed interface Command {
        record Submit(Prompt prompt) implements Command {}

        record Cancel(String requestId, int throughAttempt) implements Command {}

        record Drain(CompletableFuture<Void> drained) implements Command {}

        record Stop() implements Command {}
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Sends a prompt, with a permit; waits while too many commands are waiting. */
    public void submit(Prompt prompt) throws InterruptedException {
        send(new Command.Submit(prompt));
    }

    /** Ends an attempt and those before it within a step or two, without an event. */
    public void cancel(String requestId, int throughAttempt) throws InterruptedException {
        send(new Command.Cancel(requestId, throughAttempt));
    }

    /**
     * Cancels like {@link #cancel}, but does not wait.
     *
     * @return false where too many commands are waiting
     */
    public boolean tryCancel(String requestId, int throughAttempt) {
        return commands.offer(new Command.Cancel(requestId, throughAttempt));
    }

    /** Refuses prompts from now on; completes when the running ones have ended. */
    public CompletableFuture<Void> drain() throws InterruptedException {
        if (!hasStarted()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        send(new Command.Drain(done));
        return done;
    }

    /**
     * Ends the thread, and what still runs with WORKER_STOPPING.
     *
     * @return whether the thread ended in time; if not, it is inside a call of the model
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        if (!hasStarted()) {
            return true;
        }
        send(new Command.Stop());
        return thread.join(timeout);
    }

    private boolean hasStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Says of quiet sequences that they are alive; call it every quarter of a second. */
    public void heartbeat() {
        if (!hasEnded && !model.isStuck()) {
            outbox.heartbeat();
        }
    }

    /** False where prompts had better go elsewhere: the model is broken or hangs. */
    public boolean isHealthy() {
        return !hasEnded && !model.isBroken() && !model.isStuck();
    }

    /** The numbers after the last step. */
    public LoopStatus status() {
        return status;
    }

    /** Waits until the queue takes the command, but not for a thread that has ended. */
    private void send(Command command) throws InterruptedException {
        while (!hasEnded) {
            if (commands.offer(command, COMMAND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = handleAll();
                step();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the decode loop ended", e);
        } finally {
            hasEnded = true;
            sequences.failAll(stopping());
            commands.forEach(this::refuse);
            outbox.flush();
            status = currentStatus();
            completeDrain();
        }
    }

    /**
     * Makes one round: those who wait get slots, one chunk of one prompt is read, and each sequence
     * that decodes gets a token.
     */
    void step() {
        sequences.failExpired();
        sequences.admitWaiting();
        outbox.flush();
        for (var next = scheduler.schedule(); next.isPresent(); next = scheduler.schedule()) {
            ScheduledStep step = next.get();
            StepOutcome outcome = runner.run(step);
            scheduler.completed(step, outcome);
            reporter.report(step, outcome);
            outbox.flush();
        }
        status = currentStatus();
    }

    private LoopStatus currentStatus() {
        return new LoopStatus(
                slots,
                scheduler.busySlots(),
                sequences.admitted(),
                reporter.tokens(),
                scheduler.usedPositions());
    }

    /** Tells whether no sequence runs or waits. */
    boolean isIdle() {
        return scheduler.isIdle();
    }

    /** Handles the commands in the queue; waits for a command where there is nothing else to do. */
    private boolean handleAll() throws InterruptedException {
        if (isIdle()) {
            completeDrain();
            if (!handle(commands.take())) {
                return false;
            }
        }
        return handleQueued();
    }

    /** Handles the commands in the queue; returns whether the loop goes on. */
    boolean handleQueued() {
        List<Command> queued = new ArrayList<>();
        commands.drainTo(queued);
        boolean goesOn = true;
        for (Command command : queued) {
            goesOn &= handle(command);
        }
        return goesOn;
    }

    private boolean handle(Command command) {
        switch (command) {
            case Command.Submit(Prompt prompt) -> submitted(prompt);
            case Command.Cancel(String requestId, int attempt) ->
                    sequences.cancel(requestId, attempt);
            case Command.Drain(CompletableFuture<Void> done) -> drained = done;
            case Command.Stop() -> {
                sequences.failAll(stopping());
                return false;
            }
        }
        return true;
    }

    /**
     * A broken model is told from a stopping worker by its readiness; the gateway does the same.
     */
    private void submitted(Prompt prompt) {
        if (drained != null || model.isBroken()) {
            sequences.refuse(prompt, stopping());
            return;
        }
        sequences.submit(prompt);
    }

    private void refuse(Command command) {
        switch (command) {
            case Command.Submit(Prompt prompt) -> sequences.refuse(prompt, stopping());
            case Command.Drain(CompletableFuture<Void> done) -> done.complete(null);
            case Command.Cancel _, Command.Stop _ -> {}
        }
    }

    private void completeDrain() {
        if (drained != null) {
            drained.complete(null);
        }
    }

    private static SequenceFailure stopping() {
        return SequenceFailure.of(SequenceErrorCode.WORKER_STOPPING, "The worker stops.");
    }
}
