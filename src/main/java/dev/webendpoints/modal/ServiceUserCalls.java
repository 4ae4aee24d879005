package dev.webendpoints.modal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.NewApiToken;
import dev.webendpoints.identity.token.ServiceUsers;
import dev.webendpoints.modal.generated.ServiceUser;
import dev.webendpoints.modal.generated.ServiceUserCreateRequest;
import dev.webendpoints.modal.generated.ServiceUserCreateResponse;
import dev.webendpoints.modal.generated.ServiceUserDeleteRequest;
import dev.webendpoints.modal.generated.ServiceUserInfoResponse;
import dev.webendpoints.modal.generated.ServiceUserListResponse;
import dev.webendpoints.modal.generated.ServiceUserRequest;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** {@code modal workspace service-users}. Their scopes apply to all environments, which the client shows as roles. */
@ApplicationScoped
class ServiceUserCalls {

    private final ServiceUsers users;
    private final Environments environments;

    ServiceUserCalls(ServiceUsers users, Environments environments) {
        this.users = users;
        this.environments = environments;
    }

    Uni<ServiceUserCreateResponse> create(Call call, ServiceUserCreateRequest request) {
        Optional<Duration> lifetime = Optional.of(request.getExpiresInSeconds())
                .filter(seconds -> seconds != 0)
                .map(seconds -> Duration.ofSeconds(Integer.toUnsignedLong(seconds)));
        return users.create(call.caller(), request.getName(), lifetime).map(ServiceUserCalls::answer);
    }

    Uni<ServiceUserListResponse> list(Call call) {
        return users.list(call.caller())
                .chain(found -> environments.list(call.caller()).map(all -> {
                    ServiceUserListResponse.Builder answer = ServiceUserListResponse.newBuilder();
                    found.forEach(token -> answer.addServiceUsers(user(token, all)));
                    return answer.build();
                }));
    }

    Uni<ServiceUserInfoResponse> info(Call call, ServiceUserRequest request) {
        return users.find(call.caller(), request.getServiceUserName())
                .chain(token -> environments
                        .list(call.caller())
                        .map(all -> ServiceUserInfoResponse.newBuilder()
                                .setServiceUser(user(token, all))
                                .build()));
    }

    Uni<Empty> delete(Call call, ServiceUserDeleteRequest request) {
        return users.delete(call.caller(), request.getServiceUserName()).replaceWith(Empty.getDefaultInstance());
    }

    private static ServiceUserCreateResponse answer(NewApiToken made) {
        ServiceUserCreateResponse.Builder answer = ServiceUserCreateResponse.newBuilder()
                .setTokenId(made.token().id)
                .setTokenSecret(made.secret())
                .setServiceUserId(made.token().id);
        Instant end = made.token().expiresAt;
        if (end != null) {
            answer.setExpiresAt(Timestamps.message(end));
        }
        return answer.build();
    }

    private static ServiceUser user(ApiToken token, List<Environment> environments) {
        ServiceUser.Builder user = ServiceUser.newBuilder()
                .setName(token.name)
                .setTokenId(token.id)
                .setServiceUserId(token.id)
                .setCreatedBy(WorkspaceCalls.creatorOf(token))
                .setCreatedAt(Timestamps.seconds(token.createdAt))
                .setLastUsedAt(Timestamps.seconds(token.lastUsedAt));
        if (token.expiresAt != null) {
            user.setExpiresAt(Timestamps.seconds(token.expiresAt));
        }
        String role = token.scopes().contains(Scopes.ENDPOINTS_WRITE) ? "contributor" : "viewer";
        environments.forEach(environment -> user.addEnvironmentRoles(ServiceUser.EnvironmentRole.newBuilder()
                .setEnvironmentId(environment.id)
                .setEnvironmentName(environment.name)
                .setRoleStr(role)));
        return user.build();
    }
}
