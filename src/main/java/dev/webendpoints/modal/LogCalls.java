package dev.webendpoints.modal;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import io.smallrye.mutiny.Multi;

/**
 * Follows an app's logs to its end. No lines are sent: what workers print is in the server's own log. The stream must all
 * the same stay open for as long as the client asked, which would open the next one at once, and must say when the app is
 * done, for which {@code modal serve} waits after Ctrl-C.
 */
@ApplicationScoped
class LogCalls {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** More than any client asks for; a stream does not hold a connection for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final TaskLogsBatch DONE =
            TaskLogsBatch.newBuilder().setAppDone(true).build();

    private final Apps apps;

    LogCalls(Apps apps) {
        this.apps = apps;
    }

    Multi<TaskLogsBatch> follow(Call call, AppGetLogsRequest request) {
        return Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> apps.find(call.caller(), request.getAppId()))
                .select()
                .first(app -> app.state != AppState.STOPPED, true)
                .select()
                .where(app -> app.state == AppState.STOPPED)
                .map(stopped -> DONE);
    }
}
