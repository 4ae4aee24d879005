package dev.webendpoints.worker.process;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    final Map<String, CompletableFuture<Void>> outliving = new ConcurrentHashMap<>();
    final Map<String, CompletableFuture<Void>> returned = new ConcurrentHashMap<>();
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

    CompletableFuture<Void> outliving(String callId) {
        return outliving.computeIfAbsent(callId, id -> new CompletableFuture<>());
    }

    CompletableFuture<Void> returned(String callId) {
        return returned.computeIfAbsent(callId, id -> new CompletableFuture<>());
    }

    @Override
    public void onOutliving(String callId) {
        outliving(callId).complete(null);
    }

    @Override
    public void onReturned(String callId) {
        returned(callId).complete(null);
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
