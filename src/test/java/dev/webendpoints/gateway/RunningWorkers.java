package dev.webendpoints.gateway;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.WorkerRuntime;

/** Workers that are all the same external server: a worker that a pool starts is ready immediately. */
final class RunningWorkers implements WorkerRuntime, AutoCloseable {

    /** More concurrent requests than any load here sends, so that one worker takes all. */
    private static final int CONCURRENCY = 100_000;

    private final SocketAddress address;
    private final ExecutorService told = Executors.newSingleThreadExecutor();
    private final AtomicReference<Running> last = new AtomicReference<>();

    RunningWorkers(SocketAddress address) {
        this.address = address;
    }

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events) {
        Running worker = new Running(workerId, events);
        told.execute(() -> {
            last.set(worker);
            events.onLaunched();
            events.onReady(Map.of("", address));
        });
        return worker;
    }

    /** Kills the worker that started last; returns its id, or {@code none}. */
    String kill() {
        Running worker = last.getAndSet(null);
        if (worker == null) {
            return "none";
        }
        told.execute(worker.events::onLeaving);
        worker.end("killed");
        return worker.id;
    }

    private final class Running implements WorkerHandle {

        private final String id;
        private final WorkerEvents events;
        private final AtomicBoolean ended = new AtomicBoolean();

        Running(String id, WorkerEvents events) {
            this.id = id;
            this.events = events;
        }

        @Override
        public void cut(Duration grace) {
            stop(grace);
        }

        @Override
        public void stop(Duration grace) {
            end("told to stop");
        }

        @Override
        public void tell(CallCommand command, String callId) {
            if (command == CallCommand.AWAIT_RETURN) {
                told.execute(() -> events.onReturned(callId));
            }
        }

        private void end(String reason) {
            if (ended.compareAndSet(false, true)) {
                told.execute(() -> events.onExited(reason));
            }
        }

        @Override
        public void log(String line) {}

        @Override
        public List<String> lastLines() {
            return List.of();
        }
    }

    CompletionStage<FunctionVersion> version(FunctionKey key, Duration timeout) {
        return CompletableFuture.completedFuture(new FunctionVersion(
                key,
                "ac-bench",
                "ap-bench",
                "bench",
                "main",
                TestSpecs.asgiApp(timeout),
                Map.of(),
                "1.6.4",
                "3.11.7",
                ScalingPolicy.ONE_WORKER.withConcurrency(CONCURRENCY, 0),
                List.of()));
    }

    @Override
    public void close() {
        told.shutdownNow();
    }
}
