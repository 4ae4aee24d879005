package dev.webendpoints.identity.signin;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.LaunchMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FirstTokenTest {

    private static final String LONG_SECRET = "as-0123456789abcdef";

    @Test
    void aWellFormedTokenIsTaken() {
        assertThat(FirstToken.of(config("ak-ops", LONG_SECRET), LaunchMode.NORMAL))
                .isEqualTo(new FirstToken("ak-ops", LONG_SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops", "ak-", "ak-a.b", "ak-a b"})
    void anIdOfAnotherFormIsToldTheForm(String id) {
        assertThatThrownBy(() -> FirstToken.of(config(id, LONG_SECRET), LaunchMode.NORMAL))
                .isInstanceOf(InvalidBootstrap.class)
                .hasMessage("webendpoints.bootstrap.token-id is '" + id
                        + "': it must be 'ak-' and 1 to 64 letters, digits or dashes.");
    }

    @Test
    void aShortSecretIsRefusedInProduction() {
        assertThatThrownBy(() -> FirstToken.of(config("ak-ops", "as-dev"), LaunchMode.NORMAL))
                .isInstanceOf(InvalidBootstrap.class)
                .hasMessage("webendpoints.bootstrap.token-secret is too short: it must be 'as-' and at least 16 random"
                        + " characters, for instance as-$(openssl rand -hex 16).");
    }

    @Test
    void aShortSecretIsTakenInDevMode() {
        assertThat(FirstToken.of(config("ak-dev", "as-dev"), LaunchMode.DEVELOPMENT))
                .isEqualTo(new FirstToken("ak-dev", "as-dev"));
    }

    @Test
    void anIdWithoutASecretIsTold() {
        assertThatThrownBy(() -> FirstToken.of(config("ak-ops", null), LaunchMode.NORMAL))
                .isInstanceOf(InvalidBootstrap.class)
                .hasMessage("webendpoints.bootstrap.token-id is set, webendpoints.bootstrap.token-secret is not.");
    }

    private static BootstrapConfig config(String id, String secret) {
        return new BootstrapConfig() {
            @Override
            public Optional<String> tokenId() {
                return Optional.ofNullable(id);
            }

            @Override
            public Optional<String> tokenSecret() {
                return Optional.ofNullable(secret);
            }

            @Override
            public String workspace() {
                return "main";
            }
        };
    }
}
