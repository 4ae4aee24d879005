package dev.webendpoints.identity;

import java.time.Duration;
import java.util.Base64;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** API tokens: an id and a secret in, a {@link Caller} out. */
@ApplicationScoped
public class Credentials {

    /** How long a token that was deleted may still be accepted: the Modal client's many calls cost one query. */
    static final Duration REMEMBERED_FOR = Duration.ofSeconds(4);

    /** More callers than this at once cost a query each, never memory without bound. */
    private static final int REMEMBERED_AT_MOST = 1_000;

    private final ApiTokens tokens;
    private final Cache<String, Caller> accepted = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(REMEMBERED_AT_MOST)
            .build();

    /** Keys of the memory are hashes, so that no secret stays in it. */
    private final SecretHash keys = SecretHash.of(RandomId.withPrefix("ca"));

    Credentials(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Takes as long for an id that does not exist as for a secret that is wrong.
     *
     * @return fails with {@link InvalidCredentials}
     */
    public Uni<Caller> authenticate(String tokenId, String secret) {
        String key = Base64.getEncoder().encodeToString(keys.digest(tokenId + '\n' + secret));
        Caller remembered = accepted.getIfPresent(key);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : lookUp(tokenId, secret).invoke(caller -> accepted.put(key, caller));
    }

    private Uni<Caller> lookUp(String tokenId, String secret) {
        return findToken(tokenId).map(token -> {
            SecretHash expected = token == null ? SecretHash.OF_NOBODY : token.secretHash();
            if (!expected.matches(secret) || token == null) {
                throw new InvalidCredentials();
            }
            return token.caller();
        });
    }

    private Uni<ApiToken> findToken(String tokenId) {
        return Panache.withSession(() -> tokens.findWithWorkspace(tokenId));
    }
}
