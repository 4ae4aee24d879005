package dev.webendpoints.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Logger;

import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A throttle that allows three failures of an address per minute. */
class SignInThrottleTest {

    private static final String ADDRESS = "192.0.2.1";

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final SignInThrottle throttle = SignInThrottles.of(3, 2, () -> now);

    @Test
    void anAddressMayFailSoOften() {
        assertThat(new boolean[] {take(), take(), take(), take()}).containsExactly(true, true, true, false);
    }

    @Test
    void failuresAreForgottenOneByOne() {
        // Given
        exhaust(ADDRESS);
        // When
        now = now.plusSeconds(20);
        // Then
        assertThat(new boolean[] {take(), take()}).containsExactly(true, false);
    }

    @Test
    void aFloodDoesNotPutOffTheNextAttempt() {
        // Given
        exhaust(ADDRESS);
        // When
        for (int i = 0; i < 1000; i++) {
            take();
        }
        // Then
        assertThat(throttle.retryAfter(ADDRESS)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void refusalsAreCounted() {
        // When
        throttle.refuse(ADDRESS);
        throttle.refuse("192.0.2.2");
        // Then
        assertThat(throttle.refusals()).isEqualTo(2);
    }

    @Test
    void aFloodIsOneLineOfTheLogInAWindow() {
        // Given
        List<String> lines = new ArrayList<>();
        Logger log = Logger.getLogger(SignInThrottle.class.getName());
        Filter before = log.getFilter();
        log.setFilter(line -> !lines.add(((ExtLogRecord) line).getFormattedMessage()));
        // When
        try {
            for (int i = 0; i < 1000; i++) {
                throttle.refuse("192.0.2." + i % 256);
            }
            now = now.plusSeconds(60);
            throttle.refuse("a\nforged line");
        } finally {
            log.setFilter(before);
        }
        // Then
        assertThat(lines)
                .containsExactly(
                        "Sign-ins refused, too many failed: address=192.0.2.0 refused_since_start=1",
                        "Sign-ins refused, too many failed: address=unknown refused_since_start=1001");
    }

    @Test
    void whatSucceedsIsNotCounted() {
        // When
        for (int i = 0; i < 1000; i++) {
            take();
            throttle.giveBack(ADDRESS);
        }
        // Then
        assertThat(take()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, true",
        "192.0.2.1, ::ffff:192.0.2.1, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, false",
        "2001:db8:1:2::1, 2001:db8:1:3::1, true",
        "fe80::1%eth0, fe80::2%eth0, false",
        "unknown, hidden, true"
    })
    void aNetworkIsThrottledAsOneAddress(String failing, String other, boolean mayFail) {
        // When
        exhaust(failing);
        // Then
        assertThat(throttle.take(other)).isEqualTo(mayFail);
    }

    @Test
    void addressesAreBounded() {
        // When
        for (int i = 0; i < 10_000; i++) {
            throttle.take("10.0." + i / 256 + "." + i % 256);
        }
        // Then
        assertThat(throttle.addresses()).isLessThanOrEqualTo(100);
    }

    @Test
    void signatureChecksOfAllAddressesAreBounded() {
        assertThat(new boolean[] {
                    throttle.takeSignatureCheck(), throttle.takeSignatureCheck(), throttle.takeSignatureCheck()
                })
                .containsExactly(true, true, false);
    }

    private boolean take() {
        return throttle.take(ADDRESS);
    }

    private void exhaust(String address) {
        while (throttle.take(address)) {}
    }
}
