package dev.webendpoints.identity.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.netty.util.NetUtil;

/**
 * Counts failed sign-ins by address, so that repeated wrong credentials cost the server only a hash. An address that
 * fails too often may be a NAT with other clients behind it, so its attempts are limited in cost, not all rejected.
 * Thread-safe; never blocks.
 */
@ApplicationScoped
public class SignInThrottle {

    private static final Logger LOG = Logger.getLogger(SignInThrottle.class);

    private static final long MILLIS_PER_SECOND = 1_000;

    private final long windowMillis;
    private final long intervalMillis;
    private final long signatureMicros;
    private final InstantSource clock;

    /** When all failures of an address are forgotten; the generic cell rate algorithm (ITU-T I.371). */
    private final Cache<String, AtomicLong> addresses;

    private final AtomicLong signatures = new AtomicLong();

    private final LongAdder refusals = new LongAdder();

    /** The time from which the next refusal is logged. */
    private final AtomicLong nextLine = new AtomicLong();

    /** @throws IllegalArgumentException if a setting is invalid; names it */
    @Inject
    SignInThrottle(SignInConfig config) {
        this(config, InstantSource.system());
    }

    SignInThrottle(SignInConfig config, InstantSource clock) {
        if (config.window().toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "webendpoints.sign-in.window is " + config.window() + "; it must be 1s or longer");
        }
        this.clock = clock;
        windowMillis = config.window().toMillis();
        intervalMillis = Math.max(1, windowMillis / config.maxFailures());
        signatureMicros = Duration.ofSeconds(1).toNanos() / MILLIS_PER_SECOND / config.signatureChecks();
        addresses = Caffeine.newBuilder()
                .maximumSize(config.maxAddresses())
                .expireAfterAccess(config.window().multipliedBy(2))
                .build();
    }

    /**
     * Counts a failure, before an attempt with unknown outcome or after a failed one.
     *
     * @return false if the address has failed too often; then nothing is counted
     */
    public boolean take(String address) {
        AtomicLong forgottenAt = addresses.get(RemoteNetwork.of(address), added -> new AtomicLong());
        long now = clock.millis();
        while (true) {
            long known = forgottenAt.get();
            long next = Math.max(known, now) + intervalMillis;
            if (next - now > windowMillis) {
                return false;
            }
            if (forgottenAt.compareAndSet(known, next)) {
                return true;
            }
        }
    }

    /**
     * Counts a failure.
     *
     * @throws TooManyFailures if the address has failed too often
     */
    public void require(String address) {
        if (!take(address)) {
            throw new TooManyFailures(refuse(address));
        }
    }

    /** Returns whether the address has failed too often, without counting a failure. */
    boolean isExhausted(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        long now = clock.millis();
        return forgottenAt != null && Math.max(forgottenAt.get(), now) + intervalMillis - now > windowMillis;
    }

    /** Reverts {@link #take} after an attempt that did not fail. */
    void giveBack(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        if (forgottenAt != null) {
            forgottenAt.addAndGet(-intervalMillis);
        }
    }

    /**
     * Counts an attempt that is refused because its address has failed too often. Logs one per window.
     *
     * @return the time until a failure may be counted again, at least one second
     */
    public Duration refuse(String address) {
        refusals.increment();
        long now = clock.millis();
        long due = nextLine.get();
        if (now >= due && nextLine.compareAndSet(due, now + windowMillis)) {
            LOG.warnf(
                    "Sign-ins refused, too many failed: address=%s refused_since_start=%d",
                    isAddress(address) ? address : "unknown", refusals.sum());
        }
        return retryAfter(address);
    }

    /** A proxy may send any text in place of an address. */
    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    /** Returns the number of attempts refused since the start, whatever their credentials. */
    public long refusals() {
        return refusals.sum();
    }

    /** Returns the time until {@link #take} succeeds again, at least one second. */
    Duration retryAfter(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        long wait = forgottenAt == null ? 0 : forgottenAt.get() + intervalMillis - windowMillis - clock.millis();
        return Duration.ofSeconds(Math.max(1, (wait + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND));
    }

    /** Returns whether another signature check is permitted for an address that has failed too often. */
    boolean takeSignatureCheck() {
        long now = clock.millis() * MILLIS_PER_SECOND;
        long second = MILLIS_PER_SECOND * MILLIS_PER_SECOND;
        while (true) {
            long known = signatures.get();
            long next = Math.max(known, now) + signatureMicros;
            if (next - now > second) {
                return false;
            }
            if (signatures.compareAndSet(known, next)) {
                return true;
            }
        }
    }

    /** Returns the number of tracked addresses. */
    long addresses() {
        addresses.cleanUp();
        return addresses.estimatedSize();
    }
}
