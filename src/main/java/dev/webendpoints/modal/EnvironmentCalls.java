package dev.webendpoints.modal;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.endpoint.publication.EnvironmentHostnames;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.EnvironmentChange;
import dev.webendpoints.identity.EnvironmentDeletion;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentDeleteRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.EnvironmentListItem;
import dev.webendpoints.modal.generated.EnvironmentListResponse;
import dev.webendpoints.modal.generated.EnvironmentMetadata;
import dev.webendpoints.modal.generated.EnvironmentSettings;
import dev.webendpoints.modal.generated.EnvironmentUpdateRequest;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Uni;

/** The calls for environments of a workspace. */
@ApplicationScoped
class EnvironmentCalls {

    private final Environments environments;
    private final EnvironmentHostnames changes;
    private final EnvironmentDeletion deletion;

    EnvironmentCalls(Environments environments, EnvironmentHostnames changes, EnvironmentDeletion deletion) {
        this.environments = environments;
        this.changes = changes;
        this.deletion = deletion;
    }

    Uni<EnvironmentGetOrCreateResponse> getOrCreate(Call call, EnvironmentGetOrCreateRequest request) {
        if (request.getObjectCreationType() != Creation.LOOKUP) {
            call.refuseFromWorker("creating an environment");
        }
        return wanted(call, request).map(environment -> answer(call, environment));
    }

    Uni<Empty> create(Call call, EnvironmentCreateRequest request) {
        if (request.getIsManaged()
                || request.getEnvironmentType() != 0
                || !request.getDefaultMemberRoleStr().isEmpty()) {
            throw CallRejected.unsupported("Restricted and public environments are not supported by Web Endpoints:"
                    + " the scopes of a token apply to all environments of its workspace.");
        }
        return environments.create(call.caller(), request.getName()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<EnvironmentListItem> update(Call call, EnvironmentUpdateRequest request) {
        if (!request.getImageBuilderVersion().isEmpty()) {
            throw CallRejected.unsupported(
                    "The image builder version cannot be set on Web Endpoints: it follows the version of the client.");
        }
        return changes.update(call.caller(), request.getCurrentName(), change(request))
                .map(EnvironmentCalls::item);
    }

    private static EnvironmentChange change(EnvironmentUpdateRequest request) {
        return new EnvironmentChange(
                request.hasName() ? Optional.of(request.getName().getValue()) : Optional.empty(),
                request.hasWebSuffix() ? Optional.of(request.getWebSuffix().getValue()) : Optional.empty());
    }

    Uni<Empty> delete(Call call, EnvironmentDeleteRequest request) {
        return deletion.delete(call.caller(), request.getName()).replaceWith(Empty.getDefaultInstance());
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
        found.forEach(environment -> answer.addItems(item(environment)));
        return answer.build();
    }

    private static EnvironmentListItem item(Environment environment) {
        return EnvironmentListItem.newBuilder()
                .setEnvironmentId(environment.id)
                .setName(environment.name)
                .setWebhookSuffix(environment.webSuffix)
                .setDefault(environment.isDefault)
                .setCreatedAt(Timestamps.seconds(environment.createdAt))
                .build();
    }
}
