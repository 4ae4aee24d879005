package dev.webendpoints.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** When API tokens were last used: noted at once, written by {@link CredentialWatch}, once a minute for each token at most. */
@ApplicationScoped
class TokenUses {

    private static final Duration EVERY = Duration.ofMinutes(1);

    /** More tokens than this in a minute are written more often. */
    private static final int TOKENS_AT_MOST = 10_000;

    private final ApiTokenRows rows;
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private final Cache<String, Boolean> recent = Caffeine.newBuilder()
            .expireAfterWrite(EVERY)
            .maximumSize(TOKENS_AT_MOST)
            .build();

    TokenUses(ApiTokenRows rows) {
        this.rows = rows;
    }

    /** Never blocks. */
    void note(String tokenId) {
        if (recent.getIfPresent(tokenId) == null && recent.asMap().putIfAbsent(tokenId, true) == null) {
            unwritten.add(tokenId);
        }
    }

    /** A use that cannot be written is lost, and the next one is noted within a minute. */
    Uni<Void> write() {
        List<String> ids = List.copyOf(unwritten);
        ids.forEach(unwritten::remove);
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.withTransaction(() -> rows.used(ids, Instant.now()));
    }
}
