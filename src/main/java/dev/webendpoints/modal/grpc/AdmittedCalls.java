package dev.webendpoints.modal.grpc;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.identity.Caller;

/**
 * The callers of the calls that were authenticated by their headers, between that and the call itself. A header of the
 * call names its entry; clients cannot guess the name.
 */
@ApplicationScoped
public class AdmittedCalls {

    /** The name of a call's entry. Set by the server; a client's own value is not passed on. */
    public static final String HEADER = "x-webendpoints-admitted";

    /** Time after which the entry of a call that was rejected before it was run is dropped. */
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    /** Maximum number of entries, which only calls that are rejected before they run leave behind. */
    private static final int MAX_ENTRIES = 100_000;

    private final String secret = UUID.randomUUID() + "-";
    private final AtomicLong count = new AtomicLong();
    private final Cache<String, Caller> callers = Caffeine.newBuilder()
            .expireAfterWrite(EXPIRY)
            .maximumSize(MAX_ENTRIES)
            .build();

    /** Returns the name of the new entry. */
    public String admit(Caller caller) {
        String name = secret + count.incrementAndGet();
        callers.put(name, caller);
        return name;
    }

    /** Returns whether the value of {@link #HEADER} was set by this server; null if there is none. */
    public boolean isAdmitted(String name) {
        return name != null && name.startsWith(secret);
    }

    /** Removes an entry. */
    Optional<Caller> take(String name) {
        return Optional.ofNullable(callers.asMap().remove(name));
    }
}
