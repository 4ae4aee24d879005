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
    private final BearerTable inMemory;
    private final CallerCache callers;
    private final TokenUses uses;
    private final SignInThrottle throttle;

    /** Keys of the memory are hashes, so that no secret stays in it. */
    private final SecretHash keys = SecretHash.of(RandomId.withPrefix("ca"));

    Credentials(
            ApiTokenRows tokens, BearerTable inMemory, CallerCache callers, TokenUses uses, SignInThrottle throttle) {
        this.inMemory = inMemory;
        this.throttle = throttle;
        this.tokens = tokens;
        this.callers = callers;
        this.uses = uses;
    }

    /**
     * Takes as long for an id that does not exist as for a secret that is wrong. Once the address has failed too often, a
     * credential is looked for in memory only.
     *
     * @param address where it comes from
     * @return fails with {@link InvalidCredentials} or {@link TooManyFailures}
     */
    public Uni<Caller> authenticate(String tokenId, String secret, String address) {
        String key = Base64.getEncoder().encodeToString(keys.digest(tokenId + '\n' + secret));
        return callers.get(key, () -> lookUp(tokenId, secret, address)).invoke(caller -> uses.note(caller.tokenId()));
    }

    private Uni<SignedIn> lookUp(String tokenId, String secret, String address) {
        return throttle.take(address)
                ? fromDatabase(tokenId, secret).onItemOrFailure().invoke((found, failure) -> {
                    if (!(failure instanceof InvalidCredentials)) {
                        throttle.giveBack(address);
                    }
                })
                : fromMemory(tokenId, secret, address);
    }

    private Uni<SignedIn> fromDatabase(String tokenId, String secret) {
        return Panache.withSession(() -> tokens.findWithWorkspace(tokenId))
                .map(token -> token == null ? null : token.known())
                .map(token -> signedIn(token, secret));
    }

    private Uni<SignedIn> fromMemory(String tokenId, String secret, String address) {
        return Uni.createFrom()
                .item(() -> signedIn(inMemory.token(tokenId), secret))
                .onFailure(InvalidCredentials.class)
                .transform(refusal -> new TooManyFailures(throttle.retryAfter(address)));
    }

    private static SignedIn signedIn(KnownToken token, String secret) {
        Optional<Instant> until =
                token == null ? KnownToken.opensNothing(secret) : token.opensUntil(secret, Instant.now());
        return until.map(end -> new SignedIn(token.caller(), end))
                .orElseThrow(() -> new InvalidCredentials("The token id is not known, or its secret is wrong."));
    }
}
