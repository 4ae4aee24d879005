package dev.webendpoints.identity.signin;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.signin.BearerCheck.Result;
import dev.webendpoints.identity.token.KnownToken;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;

/** JWTs that the endpoints of a workspace accept or reject. */
class BearerTableTest extends BearerFixture {

    @Test
    void aJwtOfThisServerOpensItsWorkspace() {
        assertThat(accepts(jwt(AS_ISSUED))).isTrue();
    }

    @Test
    void aJwtOpensNoOtherWorkspace() {
        assertThat(check("ac-2", jwt(AS_ISSUED))).isEqualTo(Result.REFUSED);
    }

    @Test
    void aJwtThatOpensOneWorkspaceOpensNoOtherAfterwards() {
        String jwt = jwt(AS_ISSUED);
        accepts(jwt);

        assertThat(check("ac-2", jwt)).isEqualTo(Result.REFUSED);
    }

    @Test
    void aJwtEndsWhenItSays() {
        // Given
        String jwt = jwt(claims -> claims.expiresAt(now.plusSeconds(60)));
        accepts(jwt);
        // When
        now = now.plusSeconds(61);
        // Then
        assertThat(accepts(jwt)).isFalse();
    }

    @Test
    void aJwtThatHasExpiredIsRefused() {
        assertThat(accepts(jwt(claims -> claims.expiresAt(now.minusSeconds(60)))))
                .isFalse();
    }

    @Test
    void aJwtIsRefusedBeforeItsTime() {
        assertThat(accepts(
                        jwt(claims -> claims.claim("nbf", now.plusSeconds(600).getEpochSecond()))))
                .isFalse();
    }

    @Test
    void aJwtOfAnotherIssuerIsRefused() {
        assertThat(accepts(jwt(claims -> claims.issuer("https://elsewhere.example"))))
                .isFalse();
    }

    @Test
    void aJwtForAnotherAudienceIsRefused() {
        assertThat(accepts(jwt(claims -> claims.audience("somebody-else")))).isFalse();
    }

    @Test
    void aJwtForNoAudienceIsRefused() {
        assertThat(accepts(jwt(claims -> claims.remove("aud")))).isFalse();
    }

    @Test
    void aJwtWithoutTheScopeToCallLacksIt() {
        assertThat(check(WORKSPACE, jwt(claims -> claims.scope("endpoints:read endpoints:caller"))))
                .isEqualTo(Result.LACKS_SCOPE);
    }

    @Test
    void aJwtHasNoMoreThanItsApiToken() {
        // Given
        KnownToken reader = new KnownToken(
                new Caller(WORKSPACE, "dev", "ak-1", Set.of(Scopes.ENDPOINTS_READ)),
                SecretHash.of("as-1"),
                SecretHash.of("as-0"),
                Instant.MIN,
                Instant.MAX);
        // When
        table.know(Map.of("server-1", key.getPublic()), Map.of("ak-1", reader));
        // Then
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Result.LACKS_SCOPE);
    }

    @Test
    void aJwtWithoutAWorkspaceIsRefused() {
        assertThat(accepts(jwt(claims -> claims.remove("workspace_id")))).isFalse();
    }

    @Test
    void aJwtOfAnotherKeyIsRefused() {
        String forged = claims().jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId("server-1")
                .sign(newKey().getPrivate());

        assertThat(accepts(forged)).isFalse();
    }

    @Test
    void aJwtWithoutASignatureIsRefused() {
        String claims = jwt(AS_ISSUED).split("\\.")[1];

        assertThat(accepts(encoded("{\"alg\":\"none\",\"kid\":\"server-1\"}") + "." + claims + "."))
                .isFalse();
    }

    @Test
    void thePublicKeyIsNotTakenForASharedSecret() {
        String forged = claims().jws()
                .algorithm(SignatureAlgorithm.HS256)
                .keyId("server-1")
                .sign(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));

        assertThat(accepts(forged)).isFalse();
    }

    @Test
    void aJwtThatWasChangedIsRefused() {
        String[] parts = jwt(AS_ISSUED).split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

        assertThat(check("ac-2", parts[0] + "." + encoded(claims.replace("ac-1", "ac-2")) + "." + parts[2]))
                .isEqualTo(Result.REFUSED);
    }

    @Test
    void aJwtDiesWithTheApiTokenBehindIt() {
        // Given
        String jwt = jwt(AS_ISSUED);
        accepts(jwt);
        // When
        table.know(Map.of("server-1", key.getPublic()), Map.of());
        // Then
        assertThat(accepts(jwt)).isFalse();
    }

    @Test
    void aJwtExpiresWithTheApiTokenBehindIt() {
        // Given
        String jwt = jwt(AS_ISSUED);
        table.know(Map.of("server-1", key.getPublic()), Map.of("ak-1", token(now.plusSeconds(60))));
        accepts(jwt);
        // When
        now = now.plusSeconds(61);
        // Then
        assertThat(accepts(jwt)).isFalse();
    }

    @Test
    void aJwtDiesWithItsKey() {
        // Given
        String jwt = jwt(AS_ISSUED);
        accepts(jwt);
        // When
        table.know(Map.of("server-1", newKey().getPublic()), Map.of("ak-1", TOKEN));
        // Then
        assertThat(accepts(jwt)).isFalse();
    }

    @Test
    void aKeyOfALaterReadingIsKnown() {
        // Given
        KeyPair next = newKey();
        String jwt = claims().jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId("server-2")
                .sign(next.getPrivate());
        // When
        table.know(Map.of("server-1", key.getPublic(), "server-2", next.getPublic()), Map.of("ak-1", TOKEN));
        // Then
        assertThat(accepts(jwt)).isTrue();
    }

    @Test
    void whatIsNoJwtIsRefused() {
        assertThat(accepts("x".repeat(100_000))).isFalse();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
