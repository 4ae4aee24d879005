package dev.webendpoints.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;

/**
 * Callers who have just signed in with a JWT, so that many calls cost one query. Whatever changes a credential
 * empties it; a look-up that was under way at that moment is not remembered.
 */
@ApplicationScoped
class CallerCache {

    /** Bounds what a change costs that {@link CredentialWatch} could not see, as while the database is away. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(4);

    /** More callers than this at once cost a query each, never memory without bound. */
    private static final int REMEMBERED_AT_MOST = 1_000;

    private final Cache<String, Entry> entries = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(REMEMBERED_AT_MOST)
            .build();
    private final AtomicLong generation = new AtomicLong();

    /** The caller under this key, looked up when it is not remembered. */
    Uni<Caller> get(String key, Supplier<Uni<SignedIn>> lookUp) {
        long began = generation.get();
        Entry remembered = entries.getIfPresent(key);
        if (remembered != null && remembered.isValid(began)) {
            return Uni.createFrom().item(remembered.found().caller());
        }
        return lookUp.get()
                .invoke(found -> entries.put(key, new Entry(found, began)))
                .map(SignedIn::caller);
    }

    void clear() {
        generation.incrementAndGet();
        entries.invalidateAll();
    }

    /** @param until the first moment at which the credential is not valid any more */
    record SignedIn(Caller caller, Instant until) {}

    private record Entry(SignedIn found, long generation) {

        boolean isValid(long current) {
            return generation == current && Instant.now().isBefore(found.until());
        }
    }
}
