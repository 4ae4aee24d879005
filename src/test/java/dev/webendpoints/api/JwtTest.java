package dev.webendpoints.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.crypto.SecretCipher;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Which JWTs are accepted. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class JwtTest {

    private static final String INVALID = "The token's signature or one of its claims is not valid.";

    @Inject
    Tenants tenants;

    @Inject
    TokenIssuer issuer;

    @Inject
    Pool database;

    @Inject
    SecretCipher cipher;

    private Caller caller;

    @BeforeEach
    void aCaller() {
        caller = tenants.of("jwt");
    }

    @Test
    void aTokenOfThisServerGetsIn() {
        call(issuer.issue(caller)).statusCode(200);
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws Exception {
        String forged = claims().jws().algorithm(SignatureAlgorithm.ES256).sign(newKey().getPrivate());

        refused(forged, INVALID);
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        String claims = issuer.issue(caller).split("\\.")[1];

        refused(encoded("{\"alg\":\"none\"}") + "." + claims + ".", INVALID);
    }

    @Test
    void thePublicKeyIsNotTakenForASharedSecret() {
        String forged =
                claims().jws().algorithm(SignatureAlgorithm.HS256).sign(new SecretKeySpec(publicKey(), "HmacSHA256"));

        refused(forged, INVALID);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() throws Exception {
        String foreign = Jwt.issuer("https://elsewhere.example")
                .subject("ak-jwt")
                .claim("workspace", "jwt")
                .scope(Scopes.ALL)
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .sign(newKey().getPrivate());

        refused(foreign, "This server does not accept tokens of that issuer.");
    }

    @Test
    void aTokenThatExpiredIsRefused() {
        String expired = signedByThisServer(claims().issuedAt(Instant.now().minusSeconds(7200))
                .expiresAt(Instant.now().minusSeconds(3600)));

        refused(expired, "The token has expired.");
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        refused(signedByThisServer(claims().audience("elsewhere").expiresIn(60)), INVALID);
    }

    @Test
    void aTokenForNoAudienceIsRefused() {
        refused(signedByThisServer(claims().remove("aud").expiresIn(60)), INVALID);
    }

    @Test
    void aTokenForThisServerSignedByItGetsIn() {
        call(signedByThisServer(claims().expiresIn(60))).statusCode(200);
    }

    @Test
    void aTokenThatWasChangedIsRefused() {
        String[] parts = issuer.issue(caller).split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

        refused(parts[0] + "." + encoded(claims.replace("ak-jwt", "ak-dev")) + "." + parts[2], INVALID);
    }

    @Test
    void aTokenHasNoMoreThanItsScopes() {
        String reading = issuer.issue(
                new Caller(caller.workspaceId(), caller.workspace(), caller.tokenId(), Set.of(Scopes.ENDPOINTS_READ)));

        label(withBearer(reading), "{\"label\":\"x\"}")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The token lacks the scope endpoints:write."));
    }

    @Test
    void aTokenDiesWithTheApiTokenBehindIt() {
        // Given
        Caller deleted = tenants.of("jwt", "deleted", Scopes.ALL);
        Await.item(() ->
                database.preparedQuery("delete from api_token where id = $1").execute(Tuple.of(deleted.tokenId())));

        // When, Then
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> refused(
                        issuer.issue(deleted),
                        "The API token behind this token was revoked or rotated, or has expired."));
    }

    @Test
    void theClaimsSayWhoAndWhere() {
        // When
        String claims =
                new String(Base64.getUrlDecoder().decode(issuer.issue(caller).split("\\.")[1]), StandardCharsets.UTF_8);

        // Then
        assertThat(claims)
                .contains("\"iss\":\"webendpoints\"")
                .contains("\"aud\":\"webendpoints\"")
                .contains("\"sub\":\"ak-jwt\"")
                .contains("\"workspace\":\"jwt\"")
                .contains("\"workspace_id\":\"" + caller.workspaceId() + "\"");
    }

    private static JwtClaimsBuilder claims() {
        return Jwt.issuer("webendpoints")
                .audience("webendpoints")
                .subject("ak-jwt")
                .claim("workspace", "jwt")
                .scope(Scopes.ALL);
    }

    private String signedByThisServer(JwtClaimsBuilder claims) {
        try {
            byte[] key = cipher.open(keyColumn("private_key"));
            return claims.jws()
                    .algorithm(SignatureAlgorithm.ES256)
                    .sign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] publicKey() {
        return keyColumn("public_key");
    }

    private byte[] keyColumn(String column) {
        return Await.item(() ->
                        database.query("select " + column + " from signing_key").execute())
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse call(String token) {
        return withBearer(token).get("/v1/web-endpoints").then();
    }

    private static void refused(String token, String detail) {
        call(token)
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"web-endpoints\", error=\"invalid_token\"")
                .body("detail", equalTo(detail));
    }
}
