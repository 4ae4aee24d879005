package dev.webendpoints.worker.process;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;

/** Records the events of one worker, to wait for them. */
final class RecordedEvents implements WorkerEvents {

    record Failure(String reason, List<String> lastLines) {}

    final CompletableFuture<Map<String, SocketAddress>> ready = new CompletableFuture<>();
    final CompletableFuture<Void> leaving = new CompletableFuture<>();
    final CompletableFuture<Failure> failed = new CompletableFuture<>();
    final CompletableFuture<String> exited = new CompletableFuture<>();
    WorkerHandle handle;

    SocketAddress address() {
        return await(ready).get("");
    }

    static <T> T await(CompletableFuture<T> event) {
        return event.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void onLaunched() {}

    @Override
    public void onReady(Map<String, SocketAddress> addresses) {
        ready.complete(addresses);
    }

    @Override
    public void onLeaving() {
        leaving.complete(null);
    }

    @Override
    public void onFailed(String reason, List<String> lastLines) {
        failed.complete(new Failure(reason, lastLines));
        ready.completeExceptionally(new IllegalStateException(reason + " " + lastLines));
    }

    @Override
    public void onExited(String reason) {
        exited.complete(reason);
    }
}
