package dev.webendpoints.modal;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.AppClientDisconnectRequest;
import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppCreateResponse;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameRequest;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameResponse;
import dev.webendpoints.modal.generated.AppHeartbeatRequest;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The calls that create, find and stop apps. {@link PublishCalls} publishes them. */
@ApplicationScoped
class AppCalls {

    private final Apps apps;
    private final Environments environments;

    AppCalls(Apps apps, Environments environments) {
        this.apps = apps;
        this.environments = environments;
    }

    Uni<AppGetByDeploymentNameResponse> byName(Call call, AppGetByDeploymentNameRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> apps.findLatest(call.caller(), environment.id, request.getName())
                        .map(app -> answer(environment, app)));
    }

    Uni<AppCreateResponse> create(Call call, AppCreateRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> apps.create(
                        call.caller(),
                        environment,
                        request.getDescription(),
                        AppStates.wanted(request.getAppState()).orElse(AppState.INITIALIZING),
                        call.client().info(),
                        request.getTagsMap()))
                .map(app -> AppCreateResponse.newBuilder()
                        .setAppId(app.id)
                        .setAppPageUrl(PageUrls.deployment(call))
                        .setAppLogsUrl(PageUrls.deployment(call))
                        .build());
    }

    Uni<Empty> heartbeat(Call call, AppHeartbeatRequest request) {
        return apps.heartbeat(call.caller(), request.getAppId()).replaceWith(Empty.getDefaultInstance());
    }

    /** Stops an app only if it lives as long as its client: a failed redeploy leaves the deployed app serving. */
    Uni<Empty> disconnect(Call call, AppClientDisconnectRequest request) {
        return apps.disconnect(call.caller(), request.getAppId()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> stop(Call call, AppStopRequest request) {
        return apps.stop(call.caller(), request.getAppId()).replaceWith(Empty.getDefaultInstance());
    }

    private static AppGetByDeploymentNameResponse answer(Environment environment, Optional<App> app) {
        AppGetByDeploymentNameResponse.Builder answer =
                AppGetByDeploymentNameResponse.newBuilder().setEnvironmentName(environment.name);
        app.ifPresent(found -> {
            answer.setLifecycle(AppStates.lifecycle(found));
            if (found.state == AppState.STOPPED) {
                answer.setPreviousAppId(found.id);
            } else {
                answer.setAppId(found.id);
            }
        });
        return answer.build();
    }
}
