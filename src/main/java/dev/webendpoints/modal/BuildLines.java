package dev.webendpoints.modal;

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
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** Copies the output of an image build to the logs of the app that requested the image. */
@ApplicationScoped
class BuildLines {

    private static final Logger LOG = Logger.getLogger(BuildLines.class);

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
     * Copies the output if the app belongs to the caller; does not wait. A client requests the same image many times
     * concurrently, so a build that is already followed is ignored.
     *
     * @param context the context of the call, which database sessions are bound to
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
                .transformToMulti(app -> images.observe(call.workspaceId(), imageId))
                .onTermination()
                .invoke(() -> underWay.remove(source))
                .subscribe()
                .with(
                        event -> onEvent(source, event),
                        failure -> LOG.warnf(failure, "Build output not logged: app=%s image=%s", appId, imageId));
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
