package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.Deployment.Kind;
import dev.webendpoints.app.publication.PublishResult;
import dev.webendpoints.app.publication.Redeployment;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.FailureKind;
import dev.webendpoints.modal.generated.AppPromoteRequest;
import dev.webendpoints.modal.generated.AppPromoteResponse;
import dev.webendpoints.modal.generated.AppRollbackRequest;
import dev.webendpoints.modal.generated.AppRollbackResponse;
import dev.webendpoints.modal.generated.AppRolloverRequest;
import dev.webendpoints.modal.generated.AppRolloverResponse;
import dev.webendpoints.modal.generated.Warning;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** {@code modal app rollback}, {@code rollover} and {@code promote}. */
@ApplicationScoped
class VersionCalls {

    private static final Logger LOG = Logger.getLogger(VersionCalls.class);

    private final Redeployment redeployment;
    private final ReferenceValidator references;
    private final DeployWarnings warnings;

    VersionCalls(Redeployment redeployment, ReferenceValidator references, DeployWarnings warnings) {
        this.redeployment = redeployment;
        this.references = references;
        this.warnings = warnings;
    }

    private record Publication(PublishResult published, List<Warning> warnings) {}

    Uni<AppRollbackResponse> rollback(Call call, AppRollbackRequest request) {
        return publish(call, request.getAppId(), Kind.ROLLBACK, request.getVersion())
                .map(answer -> AppRollbackResponse.newBuilder()
                        .setUrl(PageUrls.deployment(call))
                        .addAllServerWarnings(answer.warnings())
                        .setDeployedAt(Timestamps.seconds(answer.published().deployedAt()))
                        .build());
    }

    Uni<AppRolloverResponse> rollover(Call call, AppRolloverRequest request) {
        return publish(call, request.getAppId(), Kind.ROLLOVER, 0)
                .map(answer -> AppRolloverResponse.newBuilder()
                        .setUrl(PageUrls.deployment(call))
                        .addAllServerWarnings(answer.warnings())
                        .setDeployedAt(Timestamps.seconds(answer.published().deployedAt()))
                        .build());
    }

    Uni<AppPromoteResponse> promote(Call call, AppPromoteRequest request) {
        return publish(call, request.getAppId(), Kind.PROMOTION, request.getVersion())
                .map(answer -> AppPromoteResponse.newBuilder()
                        .setUrl(PageUrls.deployment(call))
                        .addAllServerWarnings(answer.warnings())
                        .setDeployedAt(Timestamps.seconds(answer.published().deployedAt()))
                        .build());
    }

    private Uni<Publication> publish(Call call, String appId, Kind kind, int version) {
        return redeployment
                .find(call.caller(), appId, kind, version)
                .call(source -> requireReferences(call, source))
                .chain(source -> redeployment.publish(call.caller(), appId, kind, source.version()))
                .invoke(published -> LOG.infof(
                        "app is published again: app=%s kind=%s version=%d", appId, kind, published.version()))
                .chain(published -> warnings.ofApp(call, appId).map(told -> new Publication(published, told)));
    }

    /** What the functions of an earlier version refer to, a secret for example, can have been deleted. */
    private Uni<Void> requireReferences(Call call, Redeployment.Source source) {
        return Multi.createFrom()
                .iterable(source.specs())
                .onItem()
                .transformToUniAndConcatenate(spec -> references
                        .check(call, spec)
                        .onFailure(VersionCalls::isNotFound)
                        .transform(gone -> new FailedPrecondition("v" + source.version()
                                + " cannot be published again, since its function " + spec.tag()
                                + " needs what is gone: " + gone.getMessage())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof DomainFailure domain && domain.kind() == FailureKind.NOT_FOUND;
    }
}
