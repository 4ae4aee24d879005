package dev.webendpoints.identity.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.ThreadLocalSha256;
import dev.webendpoints.identity.jwt.JwtConfig;
import dev.webendpoints.identity.jwt.OwnJwt;
import dev.webendpoints.identity.jwt.OwnJwtReader;
import dev.webendpoints.identity.token.KnownToken;

/**
 * Keys and API tokens in memory, so that no gateway request waits for the database, and a cache of verified JWTs, so
 * that a caller's next request costs a hash instead of a signature check.
 *
 * <p>The key of the cache is the SHA-256 of the whole token, so that the duration of a lookup reveals nothing about
 * other tokens. Rejected tokens are not cached, so each costs a signature check. Once an address has failed too often,
 * only tokens that name an API token of this server are checked, and {@link SignInThrottle} bounds the number of these
 * checks.
 */
@ApplicationScoped
class BearerTable implements BearerCheck {

    /** Maximum number of cached JWTs. Beyond it, requests cost a signature check each. Bounds the memory. */
    static final int REMEMBERED_AT_MOST = 10_000;

    private final String issuer;
    private final String audience;
    private final SignInThrottle throttle;
    private final InstantSource clock;
    private final Cache<ByteBuffer, OwnJwt> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED_AT_MOST).build();

    private volatile Snapshot current;

    @Inject
    BearerTable(JwtConfig config, SignInThrottle throttle) {
        this(config.issuer(), config.audience(), throttle, InstantSource.system());
    }

    BearerTable(String issuer, String audience, SignInThrottle throttle, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.throttle = throttle;
        this.clock = clock;
        current = new Snapshot(new OwnJwtReader(issuer, audience, Map.of()), Map.of(), Map.of());
    }

    @Override
    public Result check(String workspaceId, String jwt, String address) {
        Snapshot known = current;
        ByteBuffer hash = sha256(jwt);
        OwnJwt remembered = verified.getIfPresent(hash);
        if (remembered != null && opens(known, remembered, workspaceId)) {
            return withinScope(known, remembered);
        }
        boolean taken = throttle.take(address);
        OwnJwt read = remembered == null && (taken || mayCheck(known, jwt))
                ? known.reader().read(jwt)
                : null;
        if (read == null) {
            return taken ? Result.REFUSED : Result.THROTTLED;
        }
        verified.put(hash, read);
        if (!opens(known, read, workspaceId)) {
            return taken ? Result.REFUSED : Result.THROTTLED;
        }
        if (taken) {
            throttle.giveBack(address);
        }
        return withinScope(known, read);
    }

    private static Result withinScope(Snapshot known, OwnJwt valid) {
        boolean both =
                valid.mayCall() && known.tokens().get(valid.tokenId()).caller().may(Scopes.ENDPOINTS_CALL);
        return both ? Result.ACCEPTED : Result.LACKS_SCOPE;
    }

    private boolean mayCheck(Snapshot known, String jwt) {
        return known.tokens().containsKey(known.reader().claimedSubject(jwt)) && throttle.takeSignatureCheck();
    }

    private boolean opens(Snapshot known, OwnJwt read, String workspaceId) {
        return read.isValidAt(clock.millis())
                && known.keys().containsValue(read.key())
                && workspaceId.equals(read.workspaceId())
                && isHonored(read, known.tokens().get(read.tokenId()));
    }

    private boolean isHonored(OwnJwt read, KnownToken token) {
        return token != null
                && read.workspaceId().equals(token.caller().workspaceId())
                && token.honors(read.secretVersion(), clock.instant());
    }

    /** Returns the token in memory; null if there is none with this id. */
    KnownToken token(String id) {
        return id == null ? null : current.tokens().get(id);
    }

    /** Returns whether the JWT names an existing API token and another signature check is permitted. */
    boolean mayCheck(String jwt) {
        return mayCheck(current, jwt);
    }

    /**
     * Replaces keys and tokens.
     *
     * @param keys by their {@code kid}
     * @param tokens by their ids
     */
    void know(Map<String, PublicKey> keys, Map<String, KnownToken> tokens) {
        current = new Snapshot(new OwnJwtReader(issuer, audience, keys), keys, tokens);
    }

    private static ByteBuffer sha256(String jwt) {
        return ByteBuffer.wrap(ThreadLocalSha256.ofThisThread().digest(jwt.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private record Snapshot(OwnJwtReader reader, Map<String, PublicKey> keys, Map<String, KnownToken> tokens) {}
}
