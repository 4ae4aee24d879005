package dev.webendpoints.endpoint.domain;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Validity of custom domains, the operator's list, the back-off of checks and the resolver setting. */
class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "Api.Example.COM, api.example.com",
        "*.example.com, *.example.com",
        "a-b.c1.example, a-b.c1.example",
        "1.example, 1.example",
        "xn--mller-kva.example, xn--mller-kva.example"
    })
    void aHostIsADomainInLowerCase(String text, String value) {
        assertThat(DomainName.of(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "com",
                "*.com",
                "*",
                "a.*.com",
                "**.example.com",
                "example.com.",
                ".example.com",
                "a..com",
                "-a.com",
                "a-.com",
                "a_b.com",
                "a b.com",
                "müller.de",
                "10.0.0.1",
                "[::1]",
                "a.com:80",
                "http://a.com",
                "a.com/x",
                "a.com\n",
                "x123456789x123456789x123456789x123456789x123456789x123456789x1234.com"
            })
    void whatIsNoHostIsToldTheRule(String text) {
        assertThatThrownBy(() -> DomainName.of(text))
                .isInstanceOf(InvalidDomain.class)
                .hasMessage("'" + text + "' is not a valid domain: " + DomainName.RULE);
    }

    @Test
    void aNameWithoutRoomForItsRecordIsTooLong() {
        String longest = "a.".repeat(113) + "abcd";
        assertThat(DomainName.of(longest).challenge()).hasSizeLessThanOrEqualTo(255);
        assertThatThrownBy(() -> DomainName.of("a" + longest)).isInstanceOf(InvalidDomain.class);
    }

    @Test
    void aWildcardIsProvenByItsParentsRecord() {
        assertThat(DomainChallenge.of("ac-1", DomainName.of("*.example.com")))
                .isEqualTo(DomainChallenge.of("ac-1", DomainName.of("example.com")));
    }

    @Test
    void anotherWorkspaceHasAnotherRecord() {
        assertThat(DomainChallenge.of("ac-1", DomainName.of("example.com")).value())
                .isNotEqualTo(
                        DomainChallenge.of("ac-2", DomainName.of("example.com")).value());
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, any, example.com, true",
        "example.com, any, a.b.example.com, true",
        "example.com, any, *.example.com, true",
        "example.com, any, notexample.com, false",
        "example.com, any, com.example, false",
        "acme=example.com, acme, api.example.com, true",
        "acme=example.com, other, api.example.com, false"
    })
    void theOperatorVouchesForADomainAndAllBelow(String entry, String workspace, String domain, boolean allowed) {
        assertThat(new AllowedDomains(List.of(entry)).allows(workspace, DomainName.of(domain)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.com", "=example.com", "acme=", "com", "acme=example.com=x"})
    void anEntryThatIsNoDomainIsNamed(String entry) {
        assertThatThrownBy(() -> new AllowedDomains(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webendpoints.gateway.domains.allowed has \"" + entry + "\"; each must be");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "6, 320", "7, 600", "1000000, 600"})
    void thePausesGrow(int attempts, long seconds) {
        assertThat(DomainChecks.pause(attempts)).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.53, 10.0.0.53, 53", "dns.internal:5353, dns.internal, 5353"})
    void aResolverIsAHostAndPerhapsAPort(String resolver, String host, int port) {
        assertThat(TxtRecords.options(Optional.of(resolver)))
                .satisfies(options -> assertThat(options.getHost()).isEqualTo(host))
                .satisfies(options -> assertThat(options.getPort()).isEqualTo(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "10.0.0.53:x", "dns/path"})
    void aResolverThatIsNoneIsNamed(String resolver) {
        assertThatThrownBy(() -> TxtRecords.options(Optional.of(resolver)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webendpoints.gateway.domains.resolver is \"" + resolver + "\"; it must be");
    }
}
