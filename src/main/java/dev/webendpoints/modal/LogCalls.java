package dev.webendpoints.modal;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Follows an app's logs to its end. No lines are sent: what workers print is in the server's own log. The stream must all
 * the same stay open for as long as the client asked, which would open the next one at once, and must say when the app is
 * done, for which {@code modal serve} waits after Ctrl-C.
 */
@ApplicationScoped
class LogCalls {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** More than any client asks for; no stream holds its connection for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final TaskLogsBatch DONE =
            TaskLogsBatch.newBuilder().setAppDone(true).build();

    private final Apps apps;

    LogCalls(Apps apps) {
        this.apps = apps;
    }

    Multi<TaskLogsBatch> follow(Call call, AppGetLogsRequest request) {
        Instant end = Instant.now().plus(duration(request));
        return state(call, request.getAppId())
                .repeat()
                .withDelay(LOOK_EVERY)
                .whilst(state -> state != AppState.STOPPED && Instant.now().isBefore(end))
                .filter(state -> state == AppState.STOPPED)
                .map(stopped -> DONE);
    }

    /** Asked on the call's own context also after a delay: database sessions live there. */
    private Uni<AppState> state(Call call, String appId) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .deferred(() -> apps.find(call.caller(), appId).map(app -> app.state))
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()));
    }

    private static Duration duration(AppGetLogsRequest request) {
        Duration asked = Duration.ofMillis((long) (request.getTimeout() * 1000));
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
