package dev.webendpoints.modal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.autoscaler.RunningContainers;
import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.app.container.KnownContainer;
import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.modal.generated.AppCountLogsRequest;
import dev.webendpoints.modal.generated.AppCountLogsResponse;
import dev.webendpoints.modal.generated.AppFetchLogsRequest;
import dev.webendpoints.modal.generated.AppFetchLogsResponse;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The calls for logs of an app's workers, past and live. Every call first checks in the database that the app belongs
 * to the caller's workspace.
 */
@ApplicationScoped
class LogCalls {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Longer than any client asks for; no stream holds its connection longer than this. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Time for the last output of a stopped app's workers; an interrupted client waits for ten seconds in total. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(7);

    /** The largest number of lines that a client requests in one call. */
    private static final int MOST_LINES = 20_000;

    /** Concurrent reads: each may hold an app's files in memory. */
    private static final int READERS = 4;

    private static final Pattern ENTRY_ID = Pattern.compile("[0-9]{1,18}");

    private final Apps apps;
    private final RunningContainers containers;
    private final ContainerHistory history;
    private final WorkerLogs logs;
    private final Vertx vertx;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, task -> {
        Thread daemon = new Thread(task, "log-reader");
        daemon.setDaemon(true);
        return daemon;
    });

    LogCalls(Apps apps, RunningContainers containers, ContainerHistory history, WorkerLogs logs, Vertx vertx) {
        this.apps = apps;
        this.containers = containers;
        this.history = history;
        this.logs = logs;
        this.vertx = vertx;
    }

    @PreDestroy
    void stop() {
        readers.shutdownNow();
    }

    // Past -------------------------------------------------------------------------------------------------------

    Uni<AppFetchLogsResponse> fetch(Call call, AppFetchLogsRequest request) {
        return read(call, request.getAppId(), () -> LogQuestion.of(request), filter -> {
            int limit = Math.min(MOST_LINES, request.getLimit() == 0 ? MOST_LINES : Math.max(1, request.getLimit()));
            return AppFetchLogsResponse.newBuilder()
                    .addAllBatches(LogMessages.batches(
                            logs.newest(request.getAppId(), filter, limit).lines()))
                    .build();
        });
    }

    Uni<AppCountLogsResponse> count(Call call, AppCountLogsRequest request) {
        return read(call, request.getAppId(), () -> LogQuestion.of(request), filter -> {
            LogMessages.Buckets buckets = new LogMessages.Buckets(Math.max(1, request.getBucketSecs()));
            logs.each(request.getAppId(), filter, buckets::count);
            return buckets.answer(request.getAppId());
        });
    }

    private <T> Uni<T> read(Call call, String appId, Supplier<LogFilter> question, Function<LogFilter, T> answer) {
        return Uni.createFrom()
                .item(question)
                .chain(filter -> apps.find(call.caller(), appId).emitOn(readers).map(app -> answer.apply(filter)));
    }

    // Live -------------------------------------------------------------------------------------------------------

    /**
     * Stays open until the client's timeout, after which the client would immediately open the next stream, or until
     * the app is stopped. For a single container, {@code modal container logs -f}, the client names no app, and the
     * stream also ends with the container.
     */
    Multi<TaskLogsBatch> follow(Call call, AppGetLogsRequest request) {
        Executor context = contextOf(Vertx.currentContext());
        return withApp(call, request)
                .onItem()
                .transformToMulti(named -> follow(call, named, LogQuestion.of(named), context));
    }

    private Multi<TaskLogsBatch> follow(Call call, AppGetLogsRequest request, LogFilter filter, Executor context) {
        return isOver(call, request, context)
                .onItem()
                .transformToMulti(
                        ignored -> Multi.createFrom().emitter(client -> begin(call, request, filter, context, client)));
    }

    private Uni<AppGetLogsRequest> withApp(Call call, AppGetLogsRequest request) {
        if (!request.getAppId().isEmpty() || request.getTaskId().isEmpty()) {
            return Uni.createFrom().item(request);
        }
        return containers
                .find(call.workspaceId(), request.getTaskId())
                .map(container -> Uni.createFrom().item(container.appId()))
                .orElseGet(() -> history.find(call.workspaceId(), request.getTaskId())
                        .map(found -> found.map(KnownContainer::appId).orElse("")))
                .map(appId -> request.toBuilder().setAppId(appId).build());
    }

    private void begin(
            Call call,
            AppGetLogsRequest request,
            LogFilter filter,
            Executor context,
            MultiEmitter<? super TaskLogsBatch> client) {
        String appId = request.getAppId();
        LogFollow follow = new LogFollow(logs, appId, filter, position(request), client, readers);
        WorkerLogs.Following following = logs.follow(appId, follow::wake);
        long end = vertx.setTimer(millis(request), due -> follow.onTimeUp());
        Cancellable states = untilOver(call, request, context)
                .invoke(follow::onAppOver)
                .onItem()
                .delayIt()
                .by(LAST_WORDS)
                .subscribe()
                .with(over -> follow.onAppOverForLong(), client::fail);
        client.onTermination(() -> {
            following.close();
            vertx.cancelTimer(end);
            states.cancel();
        });
        follow.wake();
    }

    private Uni<Void> untilOver(Call call, AppGetLogsRequest request, Executor context) {
        return isOver(call, request, context)
                .repeat()
                .withDelay(LOOK_EVERY)
                .indefinitely()
                .filter(over -> over)
                .toUni()
                .replaceWithVoid();
    }

    /** Runs on the call's own context even after a delay: database sessions are bound to it. */
    private Uni<Boolean> isOver(Call call, AppGetLogsRequest request, Executor context) {
        return Uni.createFrom()
                .deferred(() -> apps.find(call.caller(), request.getAppId())
                        .map(app -> app.state == AppState.STOPPED
                                || !request.getTaskId().isEmpty() && isGone(call, request)))
                .runSubscriptionOn(context);
    }

    private boolean isGone(Call call, AppGetLogsRequest request) {
        return containers.find(call.workspaceId(), request.getTaskId()).isEmpty();
    }

    private static Executor contextOf(Context context) {
        return task -> context.runOnContext(ignored -> task.run());
    }

    /** Negative for a client that has no lines yet, or that sends an id not issued by this server. */
    private static long position(AppGetLogsRequest request) {
        return ENTRY_ID.matcher(request.getLastEntryId()).matches() ? Long.parseLong(request.getLastEntryId()) : -1;
    }

    /** At least 1, the minimum for timers. */
    private static long millis(AppGetLogsRequest request) {
        return Math.max(1, Math.min(LONGEST.toMillis(), (long) (request.getTimeout() * 1000)));
    }
}
