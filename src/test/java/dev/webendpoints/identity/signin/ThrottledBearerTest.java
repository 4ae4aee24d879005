package dev.webendpoints.identity.signin;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.signin.BearerCheck.Answer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;

/** JWTs from an address that has failed too often. */
class ThrottledBearerTest extends BearerFixture {

    @Test
    void forgedOnesAreThrottled() {
        assertThat(new Answer[] {forged("ak-none"), forged("ak-none"), forged("ak-none"), forged("ak-none")})
                .containsExactly(Answer.REFUSED, Answer.REFUSED, Answer.REFUSED, Answer.THROTTLED);
    }

    @Test
    void aGoodOneIsAcceptedFromAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When, Then
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Answer.ACCEPTED);
    }

    @Test
    void aForgedOneOfNoApiTokenCostsNoSignatureFromAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When
        forged("ak-none");
        // Then the one check of this second is left.
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Answer.ACCEPTED);
    }

    @Test
    void signaturesOfForgedOnesAreBoundedForAnAddressThatFailedTooOften() {
        // Given
        failTooOften();
        // When
        forged("ak-1");
        // Then the one check of this second is spent.
        assertThat(check(WORKSPACE, jwt(AS_ISSUED))).isEqualTo(Answer.THROTTLED);
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
        while (forged("ak-none") != Answer.THROTTLED) {}
    }

    private Answer forged(String tokenId) {
        return check(
                WORKSPACE,
                claims().subject(tokenId)
                        .jws()
                        .algorithm(SignatureAlgorithm.ES256)
                        .keyId("server-1")
                        .sign(newKey().getPrivate()));
    }
}
