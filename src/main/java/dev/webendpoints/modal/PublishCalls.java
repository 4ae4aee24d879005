package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.PublishRequest;
import dev.webendpoints.app.Published;
import dev.webendpoints.app.Publishing;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import io.smallrye.mutiny.Uni;

/** The call that switches what is served. */
@ApplicationScoped
class PublishCalls {

    private final Publishing publishing;

    PublishCalls(Publishing publishing) {
        this.publishing = publishing;
    }

    Uni<AppPublishResponse> publish(Call call, AppPublishRequest request) {
        return Uni.createFrom()
                .item(() -> read(call, request))
                .chain(wanted -> publishing.publish(call.caller(), request.getAppId(), wanted))
                .map(published -> answer(call, published));
    }

    private static PublishRequest read(Call call, AppPublishRequest request) {
        if (request.getStaged()) {
            throw Refused.unsupported(
                    "Staged deployments are not supported by Web Endpoints; deploy without --staged to serve the code.");
        }
        return new PublishRequest(
                request.getName(),
                request.getDeploymentTag(),
                States.wanted(request.getAppState()),
                request.getFunctionIdsMap(),
                request.getClassIdsMap(),
                request.getDefinitionIdsMap(),
                request.hasCommitInfo() ? Commits.toJson(request.getCommitInfo()) : null,
                request.getTagsMap(),
                call.client().info());
    }

    /** A time of 0 makes the client say that nothing had changed. */
    private static AppPublishResponse answer(Call call, Published published) {
        return AppPublishResponse.newBuilder()
                .setUrl(Pages.endpoints(call))
                .setDeployedAt(published.changed() ? Times.seconds(published.deployedAt()) : 0)
                .build();
    }
}
