package dev.webendpoints.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a forced build another one than the build that is there, but one for all who force it together: a client asks
 * for one layer as often as its functions use it.
 */
final class ForcedBuilds {

    /** Calls within this time are taken to be one wish. */
    private static final Duration TOGETHER = Duration.ofMinutes(1);

    private record Wish(String distinction, Instant at) {}

    private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

    /** Something that the hash of the forced build is to contain. */
    String distinction(String contentHash, Instant now) {
        wishes.values().removeIf(wish -> wish.at().plus(TOGETHER).isBefore(now));
        return wishes.computeIfAbsent(
                        contentHash, ignored -> new Wish(UUID.randomUUID().toString(), now))
                .distinction();
    }
}
