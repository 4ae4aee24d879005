package dev.webendpoints.identity.jwt;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

import dev.webendpoints.identity.InvalidCredentials;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Verifies the signature, issuer, audience and expiry of a JWT with SmallRye JWT. The claim {@code iss} selects the
 * key: this server's own ({@code webendpoints.jwt.issuer}), or the operator's ({@code mp.jwt.verify.issuer} and the
 * other standard {@code mp.jwt.verify.*} keys). Only the algorithm of that key is accepted, so neither "none" nor a
 * public key used as a shared secret passes (RFC 8725 §3.1).
 */
@ApplicationScoped
public class JwtVerification {

    /** Only reads the issuer, to select the key; the token is verified afterwards. */
    private static final JwtConsumer UNVERIFIED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private final JwtConfig config;
    private final SigningKeys keys;
    private final JWTParser parser;
    private final JWTAuthContextInfo operators;

    JwtVerification(JwtConfig config, SigningKeys keys, JWTParser parser, JWTAuthContextInfo operators) {
        this.config = config;
        this.keys = keys;
        this.parser = parser;
        this.operators = forThisServer(operators, config.audience());
    }

    /** Requires an audience, as this server must not accept tokens that the issuer made for others (RFC 8725 §3.9). */
    private static JWTAuthContextInfo forThisServer(JWTAuthContextInfo configured, String audience) {
        JWTAuthContextInfo own = new JWTAuthContextInfo(configured);
        if (own.getExpectedAudience() == null || own.getExpectedAudience().isEmpty()) {
            own.setExpectedAudience(Set.of(audience));
        }
        return own;
    }

    /** @return fails with {@link InvalidCredentials} */
    public Uni<JsonWebToken> verify(String jwt) {
        return Uni.createFrom()
                .item(() -> issuer(jwt))
                .chain(issuer -> verify(jwt, issuer))
                .onFailure(ParseException.class)
                .transform(JwtVerification::refusal);
    }

    public boolean isOwn(JsonWebToken jwt) {
        return config.issuer().equals(jwt.getIssuer());
    }

    /** Reads the issuer without verification. */
    public boolean isFromOperatorsIssuer(String jwt) {
        try {
            return issuer(jwt).equals(operators.getIssuedBy());
        } catch (InvalidCredentials malformed) {
            return false;
        }
    }

    private static String issuer(String jwt) {
        try {
            return String.valueOf(UNVERIFIED.processToClaims(jwt).getIssuer());
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw new InvalidCredentials("The bearer token is neither a JWT nor an API token (ak-….as-…).");
        }
    }

    private Uni<JsonWebToken> verify(String jwt, String issuer) {
        if (issuer.equals(config.issuer())) {
            return Uni.createFrom().emitter(answer -> parse(jwt, answer));
        }
        if (issuer.equals(operators.getIssuedBy())) {
            // SmallRye JWT may block to fetch the operator's key.
            return VertxContextSupport.executeBlocking(() -> parser.parse(jwt, operators));
        }
        return Uni.createFrom().failure(new InvalidCredentials("This server does not accept tokens of that issuer."));
    }

    private void parse(String jwt, UniEmitter<? super JsonWebToken> answer) {
        try {
            answer.complete(parser.parse(jwt, own()));
        } catch (ParseException e) {
            answer.fail(e);
        }
    }

    private JWTAuthContextInfo own() {
        JWTAuthContextInfo own = new JWTAuthContextInfo(keys.current().publicKey(), config.issuer());
        own.setExpectedAudience(Set.of(config.audience()));
        own.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        return own;
    }

    private static InvalidCredentials refusal(Throwable failure) {
        boolean expired = failure.getCause() instanceof InvalidJwtException invalid && invalid.hasExpired();
        return new InvalidCredentials(
                expired ? "The token has expired." : "The token's signature or one of its claims is not valid.");
    }
}
