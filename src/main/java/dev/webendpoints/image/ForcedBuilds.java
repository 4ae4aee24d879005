package dev.webendpoints.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Distinguishes a forced build from the existing build of equal content, but shares one build among concurrent forced
 * requests: a client requests a layer once for each function that uses it.
 */
final class ForcedBuilds {

    /** Requests within this time share one forced build. */
    private static final Duration TOGETHER = Duration.ofMinutes(1);

    private record Wish(String distinction, Instant at) {}

    private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

    /** Returns a value to include in the hash of the forced build. */
    String distinction(String contentHash, Instant now) {
        wishes.values().removeIf(wish -> wish.at().plus(TOGETHER).isBefore(now));
        return wishes.computeIfAbsent(
                        contentHash, ignored -> new Wish(UUID.randomUUID().toString(), now))
                .distinction();
    }
}
