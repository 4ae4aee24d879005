package dev.webendpoints.identity.signin;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.signin.BearerCheck.Result;
import dev.webendpoints.identity.token.KnownToken;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

/** A table with one key and one API token, and JWTs for the token. */
abstract class BearerFixture {

    static final String WORKSPACE = "ac-1";
    static final KnownToken TOKEN = token(Instant.MAX);
    static final UnaryOperator<JwtClaimsBuilder> AS_ISSUED = claims -> claims;

    final KeyPair key = newKey();
    Instant now = Instant.now();
    final SignInThrottle throttle = SignInThrottles.of(3, 1, () -> now);
    final BearerTable table = new BearerTable("webendpoints", "here", throttle, () -> now);

    @BeforeEach
    void oneKeyAndOneToken() {
        table.know(Map.of("server-1", key.getPublic()), Map.of("ak-1", TOKEN));
    }

    boolean accepts(String jwt) {
        return check(WORKSPACE, jwt) == Result.ACCEPTED;
    }

    Result check(String workspaceId, String jwt) {
        return table.check(workspaceId, jwt, "192.0.2.1");
    }

    static KnownToken token(Instant expiresAt) {
        SecretHash secret = SecretHash.of("as-1");
        return new KnownToken(
                new Caller(WORKSPACE, "dev", "ak-1", Scopes.WORKSPACE), secret, secret, Instant.MIN, expiresAt);
    }

    JwtClaimsBuilder claims() {
        return Jwt.issuer("webendpoints")
                .audience("here")
                .subject("ak-1")
                .scope("endpoints:call")
                .claim("workspace_id", WORKSPACE)
                .expiresIn(Duration.ofHours(1));
    }

    String jwt(UnaryOperator<JwtClaimsBuilder> change) {
        return change.apply(claims())
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId("server-1")
                .sign(key.getPrivate());
    }

    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
