package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.http1.CallIdField;

import static org.assertj.core.api.Assertions.assertThat;

/** The id of a call, and whether its lease is released or abandoned: abandoned code may still run. */
@Timeout(30)
class GatewayCallTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private TestUpstream.Script answering(String answer) {
        return wire -> {
            for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                seen.add(head);
                wire.send(answer);
            }
        };
    }

    @Test
    void theWorkerSeesTheIdOfTheResponse() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering(OK));
                TestGateway gateway = new TestGateway().before(upstream)) {
            // When
            String head = gateway.connect().send(GET).head();
            // Then
            assertThat(head).contains("modal-function-call-id: " + CallIdField.in(seen.get(0)) + "\r\n");
        }
    }

    @Test
    void aCompleteResponseReleasesTheLease() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering(OK));
                TestGateway gateway = new TestGateway().before(upstream)) {
            // When
            gateway.connect().send(GET).message();
            // Then
            gateway.awaitNoLease();
            assertThat(gateway.pools.abandoned).hasValue(0);
        }
    }

    @Test
    void aCallerThatLeavesAbandonsTheLease() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            // Given
            Wire client = gateway.connect().send(GET);
            client.head();
            // When
            client.reset();
            // Then
            gateway.awaitNoLease();
            assertThat(gateway.pools.abandoned).hasValue(1);
        }
    }

    @Test
    void aResponseThatBreaksOffAbandonsTheLease() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            // When
            gateway.connect().send(GET).rest();
            // Then
            gateway.awaitNoLease();
            assertThat(gateway.pools.abandoned).hasValue(1);
        }
    }
}
