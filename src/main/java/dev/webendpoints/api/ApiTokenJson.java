package dev.webendpoints.api;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.webendpoints.api.generated.model.ApiToken;
import dev.webendpoints.api.generated.model.ApiTokenList;
import dev.webendpoints.api.generated.model.ApiTokenRequest;
import dev.webendpoints.api.generated.model.ApiTokenRotation;
import dev.webendpoints.api.generated.model.ApiTokenWithSecret;
import dev.webendpoints.identity.token.ApiTokenDraft;
import dev.webendpoints.identity.token.NewApiToken;

/** Converts API tokens to and from the models of the OpenAPI document. */
final class ApiTokenJson {

    private ApiTokenJson() {}

    static ApiTokenDraft draft(ApiTokenRequest request) {
        return new ApiTokenDraft(
                Objects.requireNonNullElse(request.getName(), ""),
                Set.copyOf(Objects.requireNonNullElse(request.getScopes(), List.of())),
                Optional.ofNullable(request.getExpiresAt()).map(OffsetDateTime::toInstant),
                Optional.ofNullable(request.getWorkspace()));
    }

    /** @param rotation null if the request has no body */
    static Duration overlap(ApiTokenRotation rotation) {
        return rotation == null || rotation.getOverlapSeconds() == null
                ? Duration.ZERO
                : Duration.ofSeconds(rotation.getOverlapSeconds());
    }

    static ApiTokenList list(List<dev.webendpoints.identity.token.ApiToken> tokens) {
        return new ApiTokenList().data(tokens.stream().map(ApiTokenJson::of).toList());
    }

    static ApiTokenWithSecret withSecret(NewApiToken made) {
        return new ApiTokenWithSecret().tokenId(made.token().id).tokenSecret(made.secret());
    }

    private static ApiToken of(dev.webendpoints.identity.token.ApiToken token) {
        return new ApiToken()
                .tokenId(token.id)
                .workspace(token.workspace.name)
                .name(token.name)
                .scopes(token.scopes())
                .createdBy(token.createdBy)
                .createdAt(utc(token.createdAt))
                .expiresAt(utc(token.expiresAt))
                .lastUsedAt(utc(token.lastUsedAt))
                .previousSecretUntil(utc(token.previousUntil));
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
