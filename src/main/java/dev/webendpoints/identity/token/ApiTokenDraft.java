package dev.webendpoints.identity.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import dev.webendpoints.identity.Caller;

/**
 * A request to create an API token.
 *
 * @param name may be empty
 * @param expiresAt empty for a token that does not expire
 * @param workspace name of the token's workspace; empty for the caller's own
 */
public record ApiTokenDraft(String name, Set<String> scopes, Optional<Instant> expiresAt, Optional<String> workspace) {

    public ApiTokenDraft {
        scopes = Set.copyOf(scopes);
    }

    /**
     * @throws InvalidApiToken if there is no scope, an unknown scope, or an expiry in the past or too far in the future
     * @throws ScopeNotHeld if the caller cannot grant one of the scopes
     */
    ApiTokenDraft checked(Caller caller, Instant now) {
        InvalidApiToken.requireScopes(scopes);
        expiresAt.ifPresent(end -> InvalidApiToken.requireFuture(end, now));
        ScopeNotHeld.requireAll(caller, scopes, "make");
        return this;
    }

    /** A token must not create one that expires later than itself, which would circumvent its expiry. */
    void checkEnd(ApiToken creator) {
        if (creator != null && creator.expiresAt != null) {
            InvalidApiToken.requireNotAfter(expiresAt, creator.expiresAt);
        }
    }
}
