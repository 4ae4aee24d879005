package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.routing.RouteTable;
import dev.webendpoints.routing.RoutesSwapped;
import io.micrometer.core.instrument.Meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The number of meters, and their lifetime. */
class GatewayMetersTest extends MeteredGateway {

    private long revision = 2;

    @Test
    void gaugesShowWhatIsOpenNow() throws IOException {
        // Given
        before(always(OK));
        // When
        Wire waits = waiting();
        Wire idle = gateway.connect();
        // Then
        awaitGauge("webendpoints.gateway.connections", 2);
        awaitGauge("webendpoints.gateway.requests.active", 1);
        waits.close();
        idle.close();
        awaitGauge("webendpoints.gateway.connections", 0);
        awaitGauge("webendpoints.gateway.requests.active", 0);
    }

    private void awaitGauge(String name, double value) {
        await().untilAsserted(() ->
                assertThat(gateway.meters.get(name).gauge().value()).isEqualTo(value));
    }

    @Test
    void aThousandRandomHostsPathsAndMethodsMakeOneMeter() throws IOException {
        // Given
        gateway = new TestGateway();
        Wire client = gateway.connect();
        int before = gateway.meters.getMeters().size();
        // When
        for (int i = 0; i < 1000; i++) {
            client.send("M" + i + " /p" + i + " HTTP/1.1\r\nHost: dev--h" + i + ".localhost\r\n\r\n")
                    .message();
        }
        // Then
        assertThat(gateway.meters.getMeters()).hasSize(before + 1);
        assertThat(gateway.meters.get(RequestMeters.REQUESTS).timer().count()).isEqualTo(1000);
    }

    @Test
    void metersGoWithTheRoutesOfTheirEndpointAndCountAnewWhenItComesBack() throws IOException {
        // Given
        before(always(OK));
        RouteTable all = gateway.routes.current();
        gateway.connect().send(OPEN).message();
        gateway.connect().send(get("dev--other")).message();
        await().until(() -> endpoints().size() == 4);
        // When
        swap(RouteTable.of(all.routes().stream()
                .filter(route -> !route.hostname().equals("dev--open"))
                .toList()));
        // Then
        assertThat(endpoints()).containsOnly("we-dev--other");
        swap(all);
        gateway.connect().send(OPEN).message();
        await().until(() -> endpoints().contains("we-dev--open"));
    }

    private void swap(RouteTable table) {
        gateway.routes.swap(table, revision++);
        gateway.metrics.onRoutesSwapped(new RoutesSwapped());
    }

    private List<String> endpoints() {
        return gateway.meters.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("endpoint"))
                .filter(endpoint -> endpoint != null)
                .toList();
    }

    @Test
    void aRequestThatOutlivesItsEndpointLeavesNoMeter() throws IOException {
        // Given
        before(always(OK));
        Wire client = waiting();
        // When
        swap(RouteTable.EMPTY);
        gateway.pools.waiting.remove().onLease(gateway.pools.lease());
        client.message();
        // Then
        awaitGauge("webendpoints.gateway.requests.active", 0);
        assertThat(endpoints()).isEmpty();
    }
}
