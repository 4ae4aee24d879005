package dev.webendpoints.modal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.Apps;
import dev.webendpoints.image.BuildEvent;
import dev.webendpoints.image.ImageState;
import dev.webendpoints.image.Images;
import dev.webendpoints.logs.LogSource;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.logs.WorkerLogs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** Puts what the build of an image says into the logs of the app that asked for the image. */
@ApplicationScoped
class BuildLines {

    private static final Logger LOG = Logger.getLogger(BuildLines.class);

    /** More than a build takes. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Apps apps;
    private final Images images;
    private final WorkerLogs logs;
    private final Set<LogSource> underWay = ConcurrentHashMap.newKeySet();

    BuildLines(Apps apps, Images images, WorkerLogs logs) {
        this.apps = apps;
        this.images = images;
        this.logs = logs;
    }

    /**
     * For an app of the caller's; does not wait. A client asks for one image many times at once.
     *
     * @param context of the call: database sessions live there
     */
    void follow(Call call, String appId, String imageId, Context context) {
        LogSource source = LogSource.ofImage(appId, imageId);
        if (appId.isEmpty() || !underWay.add(source)) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> apps.find(call.caller(), appId))
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                .invoke(app -> logs.belongsTo(appId, call.workspaceId()))
                .onItem()
                .transformToMulti(app -> images.follow(call.workspaceId(), imageId, "", LONGEST))
                .onTermination()
                .invoke(() -> underWay.remove(source))
                .subscribe()
                .with(
                        event -> onEvent(source, event),
                        failure -> LOG.warnf(failure, "a build is not in the logs: app=%s image=%s", appId, imageId));
    }

    private void onEvent(LogSource source, BuildEvent event) {
        if (event instanceof BuildEvent.Line line) {
            logs.append(source, LogStream.SYSTEM, line.text());
        } else if (event instanceof BuildEvent.Finished finished
                && finished.state() instanceof ImageState.Failed failed) {
            logs.append(source, LogStream.SYSTEM, "image build failed: " + failed.reason());
        }
    }
}
