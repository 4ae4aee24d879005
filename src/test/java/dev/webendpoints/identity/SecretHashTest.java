package dev.webendpoints.identity;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecretHashTest {

    @Test
    void aHashMatchesItsSecret() {
        assertThat(SecretHash.of("as-secret").matches("as-secret")).isTrue();
    }

    @Test
    void aHashMatchesNoOtherSecret() {
        assertThat(SecretHash.of("as-secret").matches("as-secreT")).isFalse();
    }

    @Test
    void equalSecretsHaveDifferentHashes() {
        assertThat(SecretHash.of("as-secret").hash())
                .isNotEqualTo(SecretHash.of("as-secret").hash());
    }

    @Test
    void theSecretIsNotKept() {
        SecretHash hash = SecretHash.of("as-secret");

        assertThat(new String(hash.hash(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }
}
