package dev.webendpoints.api;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

import static dev.webendpoints.api.Requests.label;
import static dev.webendpoints.api.Requests.withBearer;
import static org.hamcrest.Matchers.equalTo;

/** JWTs of an issuer that the operator configured with the standard keys {@code mp.jwt.verify.*}. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class OperatorsIssuerTest {

    @Inject
    Tenants tenants;

    @Inject
    TokenIssuer ownIssuer;

    @ConfigProperty(name = OtherSettings.PRIVATE_KEY)
    String privateKey;

    @ConfigProperty(name = "mp.jwt.verify.publickey")
    String publicKey;

    @BeforeEach
    void aWorkspace() {
        tenants.of("members");
    }

    @Test
    void aTokenWithAWorkspaceAndAScopeGetsIn() {
        accepted(signed(claims("members").scope(Set.of(Scopes.ENDPOINTS_READ))));
    }

    @Test
    void scopesMayBeAList() {
        accepted(signed(claims("members").claim("scp", List.of(Scopes.ENDPOINTS_READ))));
    }

    @Test
    void scopesMayBeGroups() {
        accepted(signed(claims("members").groups(Set.of(Scopes.ENDPOINTS_READ))));
    }

    @Test
    void aTokenWithoutAScopeMayDoNothing() {
        withBearer(signed(claims("members"))).get("/v1/web-endpoints").then().statusCode(403);
    }

    @Test
    void aTokenHasNoMoreThanItsScopes() {
        label(withBearer(signed(claims("members").scope(Set.of(Scopes.ENDPOINTS_READ)))), "{\"label\":\"x\"}")
                .put("/v1/web-endpoints/we-any/labels")
                .then()
                .statusCode(403);
    }

    @Test
    void aWorkspaceThatDoesNotExistIsRefused() {
        refused(
                signed(claims("moon").scope(Scopes.ALL)),
                "The token's claim 'workspace' names no workspace of this server.");
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        refused(
                signed(claims("members").audience("mail.example").scope(Scopes.ALL)),
                "The token's signature or one of its claims is not valid.");
    }

    @Test
    void aTokenForNoAudienceIsRefused() {
        refused(
                signed(claims("members").remove("aud").scope(Scopes.ALL)),
                "The token's signature or one of its claims is not valid.");
    }

    @Test
    void anIssuerMakesNobodyAnAdmin() {
        withBearer(signed(claims("members").scope(Scopes.ALL)))
                .get("/v1/workspaces")
                .then()
                .statusCode(403);
    }

    @Test
    void thePublicKeyIsNotTakenForASharedSecret() {
        String forged = claims("members")
                .scope(Scopes.ALL)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(new SecretKeySpec(Base64.getDecoder().decode(publicKey), "HmacSHA256"));

        refused(forged, "The token's signature or one of its claims is not valid.");
    }

    @Test
    void aTokenOfThisServerStillGetsIn() {
        accepted(ownIssuer.issue(tenants.of("members")));
    }

    private static JwtClaimsBuilder claims(String workspace) {
        return Jwt.issuer(OtherSettings.ISSUER)
                .audience("webendpoints")
                .subject("ada")
                .upn("ada")
                .claim("workspace", workspace);
    }

    private String signed(JwtClaimsBuilder claims) {
        return claims.jws().algorithm(SignatureAlgorithm.RS256).sign(key());
    }

    private PrivateKey key() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void accepted(String token) {
        withBearer(token).get("/v1/web-endpoints").then().statusCode(200);
    }

    private static void refused(String token, String detail) {
        withBearer(token).get("/v1/web-endpoints").then().statusCode(401).body("detail", equalTo(detail));
    }
}
