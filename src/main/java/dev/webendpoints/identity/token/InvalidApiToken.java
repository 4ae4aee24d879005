package dev.webendpoints.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.identity.Scopes;

/** A requested API token is invalid. The message names the field and its allowed values. */
public final class InvalidApiToken extends InvalidRequest {

    /** Maximum lifetime, as the range of timestamps in the database is limited. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private InvalidApiToken(String message) {
        super(message);
    }

    static void requireScopes(Set<String> scopes) {
        Set<String> unknown = new TreeSet<>(scopes);
        unknown.removeAll(Scopes.ALL);
        if (scopes.isEmpty() || !unknown.isEmpty()) {
            String wrong = scopes.isEmpty() ? "scopes names none" : "scopes names " + String.join(", ", unknown);
            throw new InvalidApiToken(wrong + "; there are " + String.join(", ", Scopes.sorted(Scopes.ALL)) + ".");
        }
    }

    static void requireFuture(Instant end, Instant now) {
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw new InvalidApiToken("expires_at is " + end + ", but must be in the next " + LONGEST.toDays()
                    + " days; leave it out for a token that does not expire.");
        }
    }

    static void requireNotAfter(Optional<Instant> end, Instant latest) {
        if (end.isEmpty() || end.get().isAfter(latest)) {
            throw new InvalidApiToken(
                    "expires_at must be " + latest + " or earlier, since the token that makes this one expires then.");
        }
    }
}
