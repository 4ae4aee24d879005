package dev.webendpoints.identity;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.CallerCache.SignedIn;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** API tokens: an id and a secret in, a {@link Caller} out. */
@ApplicationScoped
public class Credentials {

    private final ApiTokenRows tokens;
    private final CallerCache callers;
    private final TokenUses uses;

    /** Keys of the memory are hashes, so that no secret stays in it. */
    private final SecretHash keys = SecretHash.of(RandomId.withPrefix("ca"));

    Credentials(ApiTokenRows tokens, CallerCache callers, TokenUses uses) {
        this.tokens = tokens;
        this.callers = callers;
        this.uses = uses;
    }

    /**
     * Takes as long for an id that does not exist as for a secret that is wrong.
     *
     * @return fails with {@link InvalidCredentials}
     */
    public Uni<Caller> authenticate(String tokenId, String secret) {
        String key = Base64.getEncoder().encodeToString(keys.digest(tokenId + '\n' + secret));
        return callers.get(key, () -> lookUp(tokenId, secret)).invoke(caller -> uses.note(caller.tokenId()));
    }

    private Uni<SignedIn> lookUp(String tokenId, String secret) {
        return Panache.withSession(() -> tokens.findWithWorkspace(tokenId))
                .map(token -> token == null ? null : token.known())
                .map(token -> signedIn(token, secret));
    }

    private static SignedIn signedIn(KnownToken token, String secret) {
        Optional<Instant> until =
                token == null ? KnownToken.opensNothing(secret) : token.opensUntil(secret, Instant.now());
        return until.map(end -> new SignedIn(token.caller(), end))
                .orElseThrow(() -> new InvalidCredentials("The token id is not known, or its secret is wrong."));
    }
}
