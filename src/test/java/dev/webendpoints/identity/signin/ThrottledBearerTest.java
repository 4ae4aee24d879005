package dev.webendpoints.identity.signin;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.signin.BearerCheck.Result;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;

/** JWTs from an address that has failed too often. */
class ThrottledBearerTest extends BearerFixture {

    @Test
    void forgedOnesAreThrottled() {
        assertThat(new Result[] {forged("ak-none"), forged("ak-none"), forged("ak-none"), forged("ak-none")})
                .containsExactly(Result.REFUSED, Result.REFUSED, Result.REFUSED, Result.THROTTLED);
    }

    @Test
    void aGoodOneIsAcceptedFromAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When, Then
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Result.ACCEPTED);
    }

    @Test
    void aForgedOneOfNoApiTokenCostsNoSignatureFromAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When
        forged("ak-none");
        // Then the one check of this second is left.
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Result.ACCEPTED);
    }

    @Test
    void signaturesOfForgedOnesAreBoundedForAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When
        forged("ak-1");
        // Then the one check of this second is spent.
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Result.THROTTLED);
    }

    @Test
    void aGoodOneThatIsKnownCostsNoCheck() {
        // Given
        String jwt = jwt(AS_ISSUED);
        accepts(jwt);
        failTooOften();
        // When
        forged("ak-1");
        // Then
        assertThat(accepts(jwt)).isTrue();
    }

    private void failTooOften() {
        while (forged("ak-none") != Result.THROTTLED) {}
    }

    private Result forged(String tokenId) {
        return check(
                WORKSPACE,
                claims().subject(tokenId)
                        .jws()
                        .algorithm(SignatureAlgorithm.ES256)
                        .keyId("server-1")
                        .sign(newKey().getPrivate()));
    }
}
