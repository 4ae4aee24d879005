package dev.webendpoints.modal;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppClasses;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.ClassNotFound;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.ClassCreateRequest;
import dev.webendpoints.modal.generated.ClassCreateResponse;
import dev.webendpoints.modal.generated.ClassGetRequest;
import dev.webendpoints.modal.generated.ClassGetResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The calls for ids of classes; the function named {@code Class.*} defines the class. */
@ApplicationScoped
class ClassCalls {

    private final AppClasses classes;
    private final Apps apps;
    private final Environments environments;

    ClassCalls(AppClasses classes, Apps apps, Environments environments) {
        this.classes = classes;
        this.apps = apps;
        this.environments = environments;
    }

    Uni<ClassCreateResponse> create(Call call, ClassCreateRequest request) {
        return classes.create(call.caller(), request.getAppId(), request.getExistingClassId())
                .map(id -> ClassCreateResponse.newBuilder().setClassId(id).build());
    }

    Uni<ClassGetResponse> find(Call call, ClassGetRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> apps.findDeployed(call.caller(), environment.id, request.getAppName()))
                .chain(app -> idsByName(call, app))
                .map(ids -> Optional.ofNullable(ids.get(request.getObjectTag()))
                        .orElseThrow(() -> new ClassNotFound("'" + request.getObjectTag() + "' in an app named '"
                                + request.getAppName() + "' is deployed in this environment")))
                .map(id -> ClassGetResponse.newBuilder().setClassId(id).build());
    }

    private Uni<Map<String, String>> idsByName(Call call, Optional<App> app) {
        return app.map(found -> classes.ofApp(call.caller(), found.id))
                .orElseGet(() -> Uni.createFrom().item(Map.of()));
    }
}
