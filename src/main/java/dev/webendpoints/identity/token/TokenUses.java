package dev.webendpoints.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Tracks the last use of API tokens in memory, and writes each to the database at most once a minute. */
@ApplicationScoped
public class TokenUses {

    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Maximum delay until the first use in a minute is written. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** Maximum number of tracked tokens. Beyond it, tokens are written more often than once a minute. */
    private static final int TOKENS_AT_MOST = 10_000;

    private final ApiTokenRows rows;
    private final ReactiveCalls calls;
    private final RecurringQuery writes;
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private final Cache<String, Boolean> recent = Caffeine.newBuilder()
            .expireAfterWrite(EVERY)
            .maximumSize(TOKENS_AT_MOST)
            .build();

    TokenUses(ApiTokenRows rows, ReactiveCalls calls, DatabaseWatch database, Vertx vertx) {
        this.rows = rows;
        this.calls = calls;
        this.writes =
                new RecurringQuery("Writing of token uses", vertx, database, PERIOD, () -> calls.start(this::write));
    }

    /** Starts to write periodically. */
    public void start() {
        writes.start();
    }

    public void stop() {
        writes.stop();
    }

    /** Does not block. */
    public void note(String tokenId) {
        if (recent.getIfPresent(tokenId) == null && recent.asMap().putIfAbsent(tokenId, true) == null) {
            unwritten.add(tokenId);
        }
    }

    /** Writes the uses. A use whose write fails is lost; the next one is noted after at most a minute. */
    private Uni<Void> write() {
        List<String> ids = List.copyOf(unwritten);
        ids.forEach(unwritten::remove);
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.withTransaction(() -> rows.used(ids, Instant.now()));
    }
}
