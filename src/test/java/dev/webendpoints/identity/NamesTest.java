package dev.webendpoints.identity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.failure.InvalidRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules for names that become parts of hostnames. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"main", "a", "7", "team-42", "x23456789x23456789x23456789x2345"})
    void aWorkspaceNameMayStandInAHostname(String name) {
        assertThat(WorkspaceName.checked(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a--b", "Main", "a_b", "a.b", "ä", "x23456789x23456789x23456789x23456"})
    void anotherWorkspaceNameIsToldTheRule(String name) {
        assertThatThrownBy(() -> WorkspaceName.checked(name))
                .isInstanceOf(InvalidWorkspaceName.class)
                .hasMessage(
                        "Workspace name '" + name + "' cannot be part of a hostname: use 1 to 32 lower-case letters,"
                                + " digits and single dashes, with a letter or digit at both ends.");
    }

    @ParameterizedTest
    @CsvSource({
        "staging, 1, staging",
        "Staging_EU, 1, staging-eu",
        "a..b, 1, a-b",
        "v1., 1, v1",
        "staging, 2, staging-2",
        "a-very-long-name-of-an-environment, 1, a-very-long-name-of"
    })
    void anEnvironmentsSuffixIsItsNameForAHostname(String name, int attempt, String suffix) {
        assertThat(EnvironmentName.suffix(name, attempt)).isEqualTo(suffix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a b", "a/b", "a.b", "en-a", "EN-a"})
    void anotherEnvironmentNameIsToldTheRule(String name) {
        assertThatThrownBy(() -> EnvironmentName.checked(name))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Environment name '" + name + "' is not allowed: use 1 to 64 letters, digits, dashes and"
                        + " underscores, with a letter or digit at the start and not 'en-'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", "a--b", "A", "a.b", "en-0123456789012345678"})
    void anotherSuffixIsToldTheRule(String suffix) {
        assertThatThrownBy(() -> EnvironmentName.checkedSuffix(suffix))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith("Web suffix '" + suffix + "' is not allowed: use up to 20 lower-case letters");
    }

    @Test
    void aSuffixIsNeverTooLong() {
        assertThat(EnvironmentName.suffix("x".repeat(63), 1)).hasSize(20);
    }
}
