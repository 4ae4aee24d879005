package dev.webendpoints.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Keys and API tokens in memory, so that no request of the gateway waits for the database, and JWTs that were verified, so
 * that a caller's next request costs a hash instead of a signature.
 *
 * <p>What is remembered is found by the SHA-256 of the whole token: how long a look-up takes says nothing of any token that
 * the asker does not have. Refused tokens are not remembered; whoever sends forged ones gets each of them verified anew,
 * which is no more than a TLS handshake costs.
 */
@ApplicationScoped
class BearerTable implements BearerCheck {

    /** More callers than this at once cost a verification each, never memory without bound. */
    static final int REMEMBERED_AT_MOST = 10_000;

    private final String issuer;
    private final InstantSource clock;
    private final AtomicReference<Snapshot> current;
    private final Cache<ByteBuffer, OwnJwt> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED_AT_MOST).build();

    @Inject
    BearerTable(JwtConfig config) {
        this(config.issuer(), InstantSource.system());
    }

    BearerTable(String issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        current = new AtomicReference<>(new Snapshot(0, new OwnJwtReader(issuer, Map.of()), Map.of(), Map.of()));
    }

    @Override
    public boolean accepts(String workspaceId, String jwt) {
        Snapshot known = current.get();
        OwnJwt read = verified(known, jwt);
        return read != null
                && read.isValidAt(clock.millis())
                && known.keys().containsValue(read.key())
                && workspaceId.equals(read.workspaceId())
                && isLive(known.tokens().get(read.tokenId()), workspaceId);
    }

    private boolean isLive(KnownToken token, String workspaceId) {
        return token != null && workspaceId.equals(token.caller().workspaceId()) && token.isLiveAt(clock.instant());
    }

    private OwnJwt verified(Snapshot known, String jwt) {
        ByteBuffer hash = sha256(jwt);
        OwnJwt remembered = verified.getIfPresent(hash);
        if (remembered != null) {
            return remembered;
        }
        OwnJwt read = known.reader().read(jwt);
        if (read != null) {
            verified.put(hash, read);
        }
        return read;
    }

    /**
     * Replaces what is known, unless a later reading did already.
     *
     * @param keys by their {@code kid}
     * @param tokens by their ids
     */
    void know(long reading, Map<String, PublicKey> keys, Map<String, KnownToken> tokens) {
        Snapshot read = new Snapshot(reading, new OwnJwtReader(issuer, keys), keys, tokens);
        current.accumulateAndGet(read, (old, candidate) -> candidate.reading() > old.reading() ? candidate : old);
    }

    private static ByteBuffer sha256(String jwt) {
        return ByteBuffer.wrap(Sha256.ofThisThread().digest(jwt.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private record Snapshot(
            long reading, OwnJwtReader reader, Map<String, PublicKey> keys, Map<String, KnownToken> tokens) {}
}
