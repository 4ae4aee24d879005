package dev.webendpoints.modal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.CreationInfo;
import dev.webendpoints.modal.generated.ListPagination;
import dev.webendpoints.modal.generated.SecretDeleteRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateResponse;
import dev.webendpoints.modal.generated.SecretListItem;
import dev.webendpoints.modal.generated.SecretListRequest;
import dev.webendpoints.modal.generated.SecretListResponse;
import dev.webendpoints.modal.generated.SecretMetadata;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.secret.NameTaken;
import dev.webendpoints.secret.Secret;
import dev.webendpoints.secret.SecretNotFound;
import dev.webendpoints.secret.Secrets;
import io.smallrye.mutiny.Uni;

/** The calls for secrets: clients write their values and cannot read them. */
@ApplicationScoped
class SecretCalls {

    private final Secrets secrets;
    private final Environments environments;

    SecretCalls(Secrets secrets, Environments environments) {
        this.secrets = secrets;
        this.environments = environments;
    }

    Uni<SecretGetOrCreateResponse> getOrCreate(Call call, SecretGetOrCreateRequest request) {
        if (request.getObjectCreationType() != Creation.LOOKUP) {
            call.refuseFromWorker("creating a secret");
        }
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> wanted(call, environment, request))
                .map(secret -> SecretGetOrCreateResponse.newBuilder()
                        .setSecretId(secret.id)
                        .setMetadata(metadata(secret))
                        .build());
    }

    Uni<SecretListResponse> list(Call call, SecretListRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> secrets.list(call.caller(), environment)
                        .map(found -> page(environment, found, request.getPagination())));
    }

    Uni<Empty> delete(Call call, SecretDeleteRequest request) {
        return secrets.delete(call.caller(), request.getSecretId()).replaceWith(Empty.getDefaultInstance());
    }

    private Uni<Secret> wanted(Call call, Environment environment, SecretGetOrCreateRequest request) {
        String name = request.getDeploymentName();
        return switch (request.getObjectCreationType()) {
            case LOOKUP -> find(call, environment, request);
            case CREATE_IF_MISSING ->
                secrets.find(call.caller(), environment, name)
                        .onFailure(SecretNotFound.class)
                        .recoverWithUni(
                                () -> secrets.put(call.caller(), environment, name, request.getEnvDictMap(), false))
                        .onFailure(NameTaken.class)
                        .recoverWithUni(() -> secrets.find(call.caller(), environment, name));
            case CREATE_FAIL_IF_EXISTS -> secrets.put(call.caller(), environment, name, request.getEnvDictMap(), false);
            case CREATE_OVERWRITE_IF_EXISTS ->
                secrets.put(call.caller(), environment, name, request.getEnvDictMap(), true);
            case ANONYMOUS_OWNED_BY_APP ->
                secrets.ofApp(call.caller(), environment, request.getAppId(), request.getEnvDictMap());
            default -> throw CallRejected.unsupported("Ephemeral secrets are not supported by Web Endpoints.");
        };
    }

    private Uni<Secret> find(Call call, Environment environment, SecretGetOrCreateRequest request) {
        return secrets.find(call.caller(), environment, request.getDeploymentName())
                .call(secret -> secrets.variables(call.workspaceId(), List.of(secret.id))
                        .invoke(variables -> request.getRequiredKeysList().stream()
                                .filter(key -> !variables.containsKey(key))
                                .findFirst()
                                .ifPresent(missing -> {
                                    throw CallRejected.notFound("Secret '" + request.getDeploymentName()
                                            + "' is missing the key '" + missing + "'");
                                })));
    }

    /** Newest first, as the client pages: at most {@code maxObjects}, created before a time. */
    private static SecretListResponse page(Environment environment, List<Secret> found, ListPagination asked) {
        double before = asked.getCreatedBefore() > 0 ? asked.getCreatedBefore() : Double.MAX_VALUE;
        int most = asked.getMaxObjects() > 0 ? asked.getMaxObjects() : Integer.MAX_VALUE;
        SecretListResponse.Builder answer = SecretListResponse.newBuilder().setEnvironmentName(environment.name);
        found.stream()
                .filter(secret -> Timestamps.seconds(secret.createdAt) < before)
                .sorted((one, other) -> other.createdAt.compareTo(one.createdAt))
                .limit(most)
                .forEach(secret -> answer.addItems(item(environment, secret)));
        return answer.build();
    }

    private static SecretListItem item(Environment environment, Secret secret) {
        return SecretListItem.newBuilder()
                .setSecretId(secret.id)
                .setLabel(secret.name)
                .setCreatedAt(Timestamps.seconds(secret.createdAt))
                .setEnvironmentName(environment.name)
                .setMetadata(metadata(secret))
                .build();
    }

    private static SecretMetadata metadata(Secret secret) {
        return SecretMetadata.newBuilder()
                .setName(Optional.ofNullable(secret.name).orElse(""))
                .setCreationInfo(creation(secret.createdAt, secret.createdBy))
                .build();
    }

    private static CreationInfo creation(Instant at, String by) {
        return CreationInfo.newBuilder()
                .setCreatedAt(Timestamps.seconds(at))
                .setCreatedBy(by)
                .build();
    }
}
