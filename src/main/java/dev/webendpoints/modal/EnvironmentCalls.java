package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.EnvironmentListItem;
import dev.webendpoints.modal.generated.EnvironmentListResponse;
import dev.webendpoints.modal.generated.EnvironmentMetadata;
import dev.webendpoints.modal.generated.EnvironmentSettings;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** The calls for environments of a workspace. */
@ApplicationScoped
class EnvironmentCalls {

    private final Environments environments;

    EnvironmentCalls(Environments environments) {
        this.environments = environments;
    }

    Uni<EnvironmentGetOrCreateResponse> getOrCreate(Call call, EnvironmentGetOrCreateRequest request) {
        if (request.getObjectCreationType() != Creation.LOOKUP) {
            call.refuseFromWorker("creating an environment");
        }
        return wanted(call, request).map(environment -> answer(call, environment));
    }

    Uni<Empty> create(Call call, EnvironmentCreateRequest request) {
        return environments.getOrCreate(call.caller(), request.getName()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<EnvironmentListResponse> list(Call call) {
        return environments.list(call.caller()).map(EnvironmentCalls::answer);
    }

    private Uni<Environment> wanted(Call call, EnvironmentGetOrCreateRequest request) {
        return request.getObjectCreationType() == Creation.LOOKUP
                ? environments.find(call.caller(), request.getDeploymentName())
                : environments.getOrCreate(call.caller(), request.getDeploymentName());
    }

    private static EnvironmentGetOrCreateResponse answer(Call call, Environment environment) {
        return EnvironmentGetOrCreateResponse.newBuilder()
                .setEnvironmentId(environment.id)
                .setMetadata(EnvironmentMetadata.newBuilder()
                        .setName(environment.name)
                        .setSettings(EnvironmentSettings.newBuilder()
                                .setImageBuilderVersion(call.client().imageBuilderVersion())
                                .setWebhookSuffix(environment.webSuffix)))
                .build();
    }

    private static EnvironmentListResponse answer(List<Environment> found) {
        EnvironmentListResponse.Builder answer = EnvironmentListResponse.newBuilder();
        found.forEach(environment -> answer.addItems(EnvironmentListItem.newBuilder()
                .setEnvironmentId(environment.id)
                .setName(environment.name)
                .setWebhookSuffix(environment.webSuffix)
                .setDefault(environment.isDefault)
                .setCreatedAt(Timestamps.seconds(environment.createdAt))));
        return answer.build();
    }
}
