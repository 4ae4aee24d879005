package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.gateway.relay.RelaySettings;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.routing.Routes;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RelaySettingsFactoryTest {

    private static GatewayConfig config(Map<String, String> properties) {
        Map<String, String> urls = Map.of("webendpoints.gateway.url-template", "http://{subdomain}.localhost:8090");
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withSources(new PropertiesConfigSource(urls, "urls", 50))
                .withMapping(GatewayConfig.class)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    @Test
    void theDefaultsAreWhatIsDocumented() {
        GatewayConfig config = config(Map.of());
        assertThat(config.port()).isEqualTo(8090);
        RelaySettings settings = RelaySettingsFactory.of(config);
        assertThat(settings.requests().maxHeadBytes()).isEqualTo(64 * 1024);
        assertThat(settings.requests().maxBodyBytes()).isEqualTo(4L << 30);
        assertThat(settings.workers().responseStart()).isEqualTo(Duration.ofSeconds(150));
    }

    @ParameterizedTest
    @CsvSource({
        "max-head-size, 10",
        "max-head-size, 1G",
        "max-target-size, 1",
        "head-timeout, 0s",
        "response-start-timeout, -1s"
    })
    void whatCannotWorkIsNamed(String key, String value) {
        GatewayConfig config = config(Map.of("webendpoints.gateway." + key, value));
        assertThatThrownBy(() -> RelaySettingsFactory.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webendpoints.gateway." + key + " is ")
                .hasMessageContaining("it must be ");
    }

    @Test
    void aBucketOfNoTimeIsNamed() {
        GatewayConfig config = config(Map.of("webendpoints.gateway.latency-buckets", "10ms,0s"));
        assertThatThrownBy(() -> RelaySettingsFactory.latencyBuckets(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("webendpoints.gateway.latency-buckets is PT0S; it must be more than nothing");
    }

    @Test
    void bucketsThatAreAskedForAreCounted() {
        // Given
        GatewayConfig config = config(Map.of("webendpoints.gateway.latency-buckets", "10ms,1s"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        GatewayMetrics metrics = new GatewayMetrics(meters, config, new Routes());
        // When
        metrics.unrouted()
                .onEnd(OutcomeReason.MALFORMED, 400, Duration.ofMillis(20).toNanos());
        // Then
        assertThat(meters.get(RequestMeters.REQUESTS).timer().takeSnapshot().histogramCounts())
                .extracting(CountAtBucket::count)
                .containsExactly(0.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "/8"})
    void aTrustedProxyThatIsNoRangeIsNamed(String range) {
        // Given
        GatewayConfig config = config(Map.of("webendpoints.gateway.trusted-proxies", range));
        // When, Then
        assertThatThrownBy(() -> RelaySettingsFactory.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("webendpoints.gateway.trusted-proxies has \"" + range
                        + "\"; each must be an IP address or a range like 10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({"endpoint, 0", "workspace, -1", "burst, 0", "endpoint, NaN"})
    void aRateThatLetsNothingThroughIsNamed(String key, String value) {
        GatewayConfig config = config(Map.of("webendpoints.gateway.rate-limit." + key, value));
        assertThatThrownBy(() -> RateLimits.Settings.of(config.rateLimit()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webendpoints.gateway.rate-limit." + key + " is ")
                .hasMessageEndingWith("; it must be a number above 0");
    }

    @Test
    void aCertificateWithoutItsKeyIsNamed() {
        // Given
        GatewayConfig config = config(Map.of("webendpoints.gateway.tls.certificate", "tls.crt"));
        // When, Then
        assertThatThrownBy(() -> ListenAddress.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("webendpoints.gateway.tls.certificate and .private-key belong together, and only one of"
                        + " them is set");
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed() {
        // Given
        GatewayConfig config = config(Map.of(
                "webendpoints.gateway.tls.certificate", "no.crt", "webendpoints.gateway.tls.private-key", "no.key"));
        // When, Then
        assertThatThrownBy(() -> ListenAddress.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "webendpoints.gateway.tls.certificate is \"no.crt\" and .private-key \"no.key\"");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            int port = gateway.port();
            assertThatThrownBy(() -> GatewayServer.start(
                            ListenAddress.plain("127.0.0.1", port),
                            (head, peer) -> null,
                            RelaySettingsFactory.of(config(Map.of()))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("The gateway cannot listen on 127.0.0.1:" + port);
        }
    }
}
