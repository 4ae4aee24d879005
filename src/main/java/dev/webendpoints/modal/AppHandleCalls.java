package dev.webendpoints.modal;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.App;
import dev.webendpoints.app.Apps;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.AppGetInfoRequest;
import dev.webendpoints.modal.generated.AppGetInfoResponse;
import dev.webendpoints.modal.generated.AppGetOrCreateRequest;
import dev.webendpoints.modal.generated.AppGetOrCreateResponse;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Uni;

/** {@code apps.fromName} of the clients in JavaScript and Go. */
@ApplicationScoped
class AppHandleCalls {

    private final Apps apps;
    private final AppLookups lookups;
    private final Environments environments;

    AppHandleCalls(Apps apps, AppLookups lookups, Environments environments) {
        this.apps = apps;
        this.lookups = lookups;
        this.environments = environments;
    }

    Uni<AppGetOrCreateResponse> find(Call call, AppGetOrCreateRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> apps.findDeployed(call.caller(), environment.id, request.getAppName()))
                .map(app -> required(app, request))
                .chain(app -> lookups.info(
                        call, AppGetInfoRequest.newBuilder().setAppId(app.id).build()))
                .map(AppGetInfoResponse::getInfo)
                .map(info -> AppGetOrCreateResponse.newBuilder()
                        .setAppId(info.getAppId())
                        .setHandleMetadata(info)
                        .build());
    }

    /** These clients deploy nothing: an app that they create would never have a function. */
    private static App required(Optional<App> app, AppGetOrCreateRequest request) {
        return app.orElseThrow(() -> request.getObjectCreationType() == Creation.LOOKUP
                ? CallRejected.notFound("No app named '" + request.getAppName() + "' is deployed in this environment.")
                : CallRejected.unsupported("An app without functions serves sandboxes only, which are not supported by"
                        + " Web Endpoints; deploy it with `modal deploy`."));
    }
}
