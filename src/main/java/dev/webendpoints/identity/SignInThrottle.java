package dev.webendpoints.identity;

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
 * Counts failed sign-ins by address, so that wrong credentials soon cost the server a hash and nothing else. An address that
 * failed too often may be a NAT with others behind it, so this says what an attempt may cost and never that it must fail.
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

    /** When the failures of an address are forgotten again: the generic cell rate algorithm (ITU-T I.371). */
    private final Cache<String, AtomicLong> addresses;

    private final AtomicLong signatures = new AtomicLong();

    private final LongAdder refusals = new LongAdder();

    /** When the next refusal is logged. */
    private final AtomicLong nextLine = new AtomicLong();

    /** @throws IllegalArgumentException when a setting is not usable, naming it */
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
     * Counts a failure, before an attempt of unknown outcome or after one that failed.
     *
     * @return false when the address has failed too often; nothing is counted then
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

    /** Whether the address has failed too often, as far as attempts have ended. */
    boolean isExhausted(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        long now = clock.millis();
        return forgottenAt != null && Math.max(forgottenAt.get(), now) + intervalMillis - now > windowMillis;
    }

    /** The attempt that was taken did not fail. */
    void giveBack(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        if (forgottenAt != null) {
            forgottenAt.addAndGet(-intervalMillis);
        }
    }

    /**
     * Counts an attempt that is refused because its address has failed too often. One in a window is logged.
     *
     * @return how long until a failure may be counted again; at least a second
     */
    public Duration refuse(String address) {
        refusals.increment();
        long now = clock.millis();
        long due = nextLine.get();
        if (now >= due && nextLine.compareAndSet(due, now + windowMillis)) {
            LOG.warnf(
                    "sign-ins are refused, too many have failed address=%s refused_since_start=%d",
                    isAddress(address) ? address : "unknown", refusals.sum());
        }
        return retryAfter(address);
    }

    /** A proxy may send any text in place of an address. */
    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    /** Attempts that were refused since the start, whatever their credentials. */
    public long refusals() {
        return refusals.sum();
    }

    /** How long until a failure may be counted again; at least a second. */
    Duration retryAfter(String address) {
        AtomicLong forgottenAt = addresses.getIfPresent(RemoteNetwork.of(address));
        long wait = forgottenAt == null ? 0 : forgottenAt.get() + intervalMillis - windowMillis - clock.millis();
        return Duration.ofSeconds(Math.max(1, (wait + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND));
    }

    /** Whether one more signature may be checked for an address that has failed too often. */
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

    /** How many are remembered. */
    long addresses() {
        addresses.cleanUp();
        return addresses.estimatedSize();
    }
}
