package dev.webendpoints.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/**
 * The service users of a workspace: API tokens of programs, each with a name of its own. They deploy and call functions;
 * they make no tokens.
 */
@ApplicationScoped
public class ServiceUsers {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Set<String> SCOPES =
            Set.of(Scopes.ENDPOINTS_READ, Scopes.ENDPOINTS_WRITE, Scopes.ENDPOINTS_CALL);

    private final ApiTokens tokens;
    private final ApiTokenRows rows;

    ServiceUsers(ApiTokens tokens, ApiTokenRows rows) {
        this.tokens = tokens;
        this.rows = rows;
    }

    /**
     * Creates a service user with those of its scopes that the caller has.
     *
     * @param lifetime empty for one that does not expire
     * @return fails with {@link InvalidRequest}, {@link dev.webendpoints.failure.AlreadyExists}, {@link ScopeNotHeld} or
     *     {@link dev.webendpoints.identity.QuotaExceeded}
     */
    public Uni<NewApiToken> create(Caller caller, String name, Optional<Duration> lifetime) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequest("Service user name '" + name
                    + "' is not allowed: use 1 to 64 letters, digits, dashes and underscores.");
        }
        Set<String> scopes = new HashSet<>(SCOPES);
        scopes.retainAll(caller.scopes());
        return tokens.createServiceUser(
                caller, new ApiTokenDraft(name, scopes, lifetime.map(Instant.now()::plus), Optional.empty()));
    }

    /** Returns those that have not expired, by their names. */
    @WithSession
    public Uni<List<ApiToken>> list(Caller caller) {
        return rows.serviceUsers(caller.workspaceId(), Instant.now());
    }

    /** Fails with {@link NotFound}. */
    @WithSession
    public Uni<ApiToken> find(Caller caller, String name) {
        return rows.serviceUser(caller.workspaceId(), name, Instant.now())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("Service user '" + name + "' not found."));
    }

    /** Revokes the token. Fails with {@link NotFound} or {@link ScopeNotHeld}. */
    public Uni<Void> delete(Caller caller, String name) {
        return find(caller, name).chain(found -> tokens.revoke(caller, found.id));
    }
}
