package dev.webendpoints.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An API token that a caller asks for.
 *
 * @param name may be empty
 * @param expiresAt empty for never
 * @param workspace the name of the one that it opens; empty for the caller's own
 */
public record ApiTokenDraft(String name, Set<String> scopes, Optional<Instant> expiresAt, Optional<String> workspace) {

    public ApiTokenDraft {
        scopes = Set.copyOf(scopes);
    }

    /**
     * @throws InvalidApiToken for no scope, one that there is not, or an expiry that has passed
     * @throws ScopeNotHeld for a scope that the caller cannot grant
     */
    ApiTokenDraft checked(Caller caller, Instant now) {
        InvalidApiToken.requireScopes(scopes);
        expiresAt.ifPresent(end -> InvalidApiToken.requireFuture(end, now));
        ScopeNotHeld.requireAll(caller, scopes, "make");
        return this;
    }

    /** A token that ends makes none that ends later: its expiry would be worth nothing. */
    void checkEnd(ApiToken creator) {
        if (creator != null && creator.expiresAt != null) {
            InvalidApiToken.requireNotAfter(expiresAt, creator.expiresAt);
        }
    }
}
