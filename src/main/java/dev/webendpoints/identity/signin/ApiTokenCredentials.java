package dev.webendpoints.identity.signin;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.KnownToken;
import dev.webendpoints.identity.token.TokenUses;
import io.smallrye.mutiny.Uni;

/**
 * Authenticates API tokens: converts id and secret to a {@link Caller}. Checks the tokens that {@link CredentialWatch}
 * keeps in memory first, so that the Modal client's many calls cost no query; then the database, as another server may
 * have just created the token.
 */
@ApplicationScoped
public class ApiTokenCredentials {

    private final ApiTokenRows tokens;
    private final BearerTable inMemory;
    private final TokenUses uses;
    private final SignInThrottle throttle;

    ApiTokenCredentials(ApiTokenRows tokens, BearerTable inMemory, TokenUses uses, SignInThrottle throttle) {
        this.tokens = tokens;
        this.inMemory = inMemory;
        this.uses = uses;
        this.throttle = throttle;
    }

    /**
     * Takes the same time for an unknown id as for a wrong secret. Once the address has failed too often, the database
     * is not queried.
     *
     * @param address of the client
     * @return fails with {@link InvalidCredentials} or {@link TooManyFailures}
     */
    public Uni<Caller> authenticate(String tokenId, String secret, String address) {
        return Uni.createFrom()
                .item(() -> opened(inMemory.token(tokenId), secret))
                .onItem()
                .ifNull()
                .switchTo(() -> lookUp(tokenId, secret, address))
                .invoke(caller -> uses.note(caller.tokenId()));
    }

    private Uni<Caller> lookUp(String tokenId, String secret, String address) {
        return throttle.take(address)
                ? fromDatabase(tokenId, secret).onItemOrFailure().invoke((found, failure) -> {
                    if (!(failure instanceof InvalidCredentials)) {
                        throttle.giveBack(address);
                    }
                })
                : Uni.createFrom().failure(new TooManyFailures(throttle.refuse(address)));
    }

    private Uni<Caller> fromDatabase(String tokenId, String secret) {
        return tokens.findWithWorkspace(tokenId)
                .map(token -> opened(token == null ? null : token.known(), secret))
                .onItem()
                .ifNull()
                .failWith(() -> new InvalidCredentials("The token id is not known, or its secret is wrong."));
    }

    /** Null if the secret is wrong or there is no token. */
    private static Caller opened(KnownToken token, String secret) {
        return token == null ? KnownToken.opensNothing(secret) : token.opened(secret, Instant.now());
    }
}
