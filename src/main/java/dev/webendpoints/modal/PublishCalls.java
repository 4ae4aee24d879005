package dev.webendpoints.modal;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.publication.AppPublication;
import dev.webendpoints.app.publication.PublishRequest;
import dev.webendpoints.app.publication.PublishResult;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The call that changes what is served. */
@ApplicationScoped
class PublishCalls {

    private static final Logger LOG = Logger.getLogger(PublishCalls.class);

    private final AppPublication publishing;
    private final DeployWarnings warnings;

    PublishCalls(AppPublication publishing, DeployWarnings warnings) {
        this.publishing = publishing;
        this.warnings = warnings;
    }

    Uni<AppPublishResponse> publish(Call call, AppPublishRequest request) {
        long begun = System.nanoTime();
        return Uni.createFrom()
                .item(() -> read(call, request))
                .chain(wanted -> request.getStaged()
                        ? publishing.stage(call.caller(), request.getAppId(), wanted)
                        : publishing.publish(call.caller(), request.getAppId(), wanted))
                .invoke(published -> LOG.infof(
                        "app is published: app=%s staged=%s changed=%s took_ms=%d",
                        request.getAppId(),
                        request.getStaged(),
                        published.changed(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)))
                .chain(published -> told(call, request, published).map(told -> answer(call, published, told)));
    }

    private static PublishRequest read(Call call, AppPublishRequest request) {
        return new PublishRequest(
                request.getName(),
                request.getDeploymentTag(),
                AppStates.wanted(request.getAppState()),
                request.getFunctionIdsMap(),
                request.getClassIdsMap(),
                request.getDefinitionIdsMap(),
                request.hasCommitInfo() ? CommitInfoJson.toJson(request.getCommitInfo()) : null,
                request.getTagsMap(),
                call.client().info());
    }

    /** The client does not print the number of a staged version, which its user needs to promote it. */
    private Uni<List<Warning>> told(Call call, AppPublishRequest request, PublishResult published) {
        return request.getStaged() && published.changed()
                ? Uni.createFrom()
                        .item(List.of(DeployWarnings.warning("v" + published.version()
                                + " is staged and not served yet: `modal app promote " + request.getName() + " v"
                                + published.version() + "` publishes it.")))
                : warnings.ofApp(call, request.getAppId());
    }

    /** A time of 0 makes the client report that nothing changed. */
    private static AppPublishResponse answer(Call call, PublishResult published, List<Warning> told) {
        return AppPublishResponse.newBuilder()
                .setUrl(PageUrls.deployment(call))
                .addAllServerWarnings(told)
                .setDeployedAt(published.changed() ? Timestamps.seconds(published.deployedAt()) : 0)
                .build();
    }
}
