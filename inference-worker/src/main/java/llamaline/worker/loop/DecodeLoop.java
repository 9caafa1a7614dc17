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
import llamaline.v1.ErrorCode;
import llamaline.worker.event.Outbox;
import llamaline.worker.event.SequenceFailure;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * Answers prompts on one thread of its own, which alone touches model, slots and sequences; others
 * send it commands through a bounded queue. Each {@link #submit} brings a permit of {@link
 * FreeSlots}, which comes back when the prompt has left its slot.
 *
 * <p>The model belongs to the caller, who closes it after {@link #stop} has returned true.
 */
public final class DecodeLoop {
    private static final Logger LOG = System.getLogger(DecodeLoop.class.getName());

    private static final long ROOM_PATIENCE_MILLIS = 100;

    private final BlockingQueue<Command> commands;
    private final GuardedModel model;
    private final Outbox outbox;
    private final DecodeRounds rounds;
    private final Thread thread;
    private volatile LoopStatus status;
    private volatile boolean hasEnded;
    private @Nullable CompletableFuture<Void> drained;

    /** Does not start the thread yet. */
    public DecodeLoop(CausalLanguageModel model, LoopSettings settings, LoopContext surroundings) {
        commands = new ArrayBlockingQueue<>(settings.commandLimit());
        this.model = new GuardedModel(model, settings, surroundings.clocks());
        outbox = new Outbox(surroundings.listener(), surroundings.clocks());
        rounds = new DecodeRounds(model, this.model, settings, surroundings, outbox);
        status = rounds.status();
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

    /** As {@link #cancel}, but gives up where it would have to wait. */
    public boolean tryCancel(String requestId, int throughAttempt) {
        return commands.offer(new Command.Cancel(requestId, throughAttempt));
    }

    /** From now on prompts are refused; completes when the running ones have ended. */
    public CompletableFuture<Void> drain() throws InterruptedException {
        if (!hasStarted()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        send(new Command.Drain(done));
        return done;
    }

    /**
     * Ends what still runs with WORKER_STOPPING, and the thread.
     *
     * @return whether the thread ended in time; if not, it is inside a call of the model
     */
    public boolean stop(Duration patience) throws InterruptedException {
        if (!hasStarted()) {
            return true;
        }
        send(new Command.Stop());
        return thread.join(patience);
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

    /** As of the last step. */
    public LoopStatus status() {
        return status;
    }

    /** Waits for room, but not for a thread that has ended. */
    private void send(Command command) throws InterruptedException {
        while (!hasEnded) {
            if (commands.offer(command, ROOM_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = obeyAll();
                rounds.round();
                status = rounds.status();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the decode loop ended", e);
        } finally {
            hasEnded = true;
            rounds.failAll(stopping());
            commands.forEach(this::refuse);
            outbox.flush();
            status = rounds.status();
            completeDrain();
        }
    }

    /** Obeys what is in the queue; waits for a command where there is nothing else to do. */
    private boolean obeyAll() throws InterruptedException {
        if (rounds.isIdle()) {
            completeDrain();
            if (!obey(commands.take())) {
                return false;
            }
        }
        List<Command> more = new ArrayList<>();
        commands.drainTo(more);
        boolean goesOn = true;
        for (Command command : more) {
            goesOn &= obey(command);
        }
        return goesOn;
    }

    /** Returns whether the loop goes on. */
    private boolean obey(Command command) {
        switch (command) {
            case Command.Submit(Prompt prompt) -> submitted(prompt);
            case Command.Cancel(String requestId, int attempt) -> rounds.cancel(requestId, attempt);
            case Command.Drain(CompletableFuture<Void> done) -> drained = done;
            case Command.Stop() -> {
                rounds.failAll(stopping());
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
            rounds.refuse(prompt, stopping());
            return;
        }
        rounds.submit(prompt);
    }

    private void refuse(Command command) {
        switch (command) {
            case Command.Submit(Prompt prompt) -> rounds.refuse(prompt, stopping());
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
        return SequenceFailure.of(ErrorCode.WORKER_STOPPING, "The worker stops.");
    }
}
