package dev.webendpoints.identity.jwt;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

import dev.webendpoints.identity.Scopes;

/**
 * Verifies JWTs of this server's own issuer. Only ES256 with a key of this server is accepted, so neither "none" nor
 * the public key used as a shared secret passes (RFC 8725 §3.1), and only this server's audience (RFC 7519 §4.1.3).
 * Costs about 0.2 ms, so results should be cached.
 */
public final class OwnJwtReader {

    /** Maximum length of a JWT to verify; those of this server have about 400 characters. */
    private static final int LONGEST = 4096;

    /** Reads claims without verification, which costs a tenth of a signature check. */
    private static final JwtConsumer UNVERIFIED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private final JwtConsumer consumer;

    /** @param keys by their {@code kid} */
    public OwnJwtReader(String issuer, String audience, Map<String, PublicKey> keys) {
        consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setVerificationKeyResolver((jws, nesting) -> key(jws, keys))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireSubject()
                .build();
    }

    private static PublicKey key(JsonWebSignature jws, Map<String, PublicKey> keys) throws UnresolvableKeyException {
        PublicKey key = jws.getKeyIdHeaderValue() == null ? null : keys.get(jws.getKeyIdHeaderValue());
        if (key == null) {
            throw new UnresolvableKeyException("no key of this server");
        }
        return key;
    }

    /** Returns the API token that the JWT claims as its subject, unverified; empty if there is none. */
    public String claimedSubject(String jwt) {
        try {
            return jwt.length() > LONGEST
                    ? ""
                    : Objects.requireNonNullElse(UNVERIFIED.processToClaims(jwt).getSubject(), "");
        } catch (InvalidJwtException | MalformedClaimException refused) {
            return "";
        }
    }

    /** Returns null if the JWT is not valid now. */
    public OwnJwt read(String jwt) {
        if (jwt.length() > LONGEST) {
            return null;
        }
        try {
            return read(consumer.process(jwt));
        } catch (InvalidJwtException | MalformedClaimException | JoseException refused) {
            return null;
        }
    }

    private static boolean mayCall(JwtClaims claims) throws MalformedClaimException {
        String scopes = Objects.requireNonNullElse(claims.getStringClaimValue("scope"), "");
        return List.of(scopes.split(" ")).contains(Scopes.ENDPOINTS_CALL);
    }

    /** One that names none was made before there were any. */
    private static int secretVersion(JwtClaims claims) throws MalformedClaimException {
        Long version = claims.getClaimValue(TokenIssuer.SECRET_VERSION, Long.class);
        return version == null ? 0 : version.intValue();
    }

    private static OwnJwt read(JwtContext jwt) throws MalformedClaimException, JoseException {
        JwtClaims claims = jwt.getJwtClaims();
        String workspaceId = claims.getStringClaimValue("workspace_id");
        if (workspaceId == null) {
            return null;
        }
        JsonWebStructure signature = jwt.getJoseObjects().get(0);
        NumericDate notBefore = claims.getNotBefore();
        return new OwnJwt(
                (PublicKey) signature.getKey(),
                workspaceId,
                claims.getSubject(),
                secretVersion(claims),
                mayCall(claims),
                notBefore == null ? 0 : notBefore.getValueInMillis(),
                claims.getExpirationTime().getValueInMillis());
    }
}
