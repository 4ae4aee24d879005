package dev.webendpoints.api;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Limits of the control port that are low enough for a test to reach. */
public class SmallBounds implements QuarkusTestProfile {

    static final int MAX_CONNECTIONS = 400;
    static final int MAX_MESSAGE_MEMORY = 16 << 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "webendpoints.control.max-connections", Integer.toString(MAX_CONNECTIONS),
                "webendpoints.control.max-requests", "200",
                "webendpoints.control.head-timeout", "1s",
                "webendpoints.control.request-timeout", "3s",
                "webendpoints.control.min-upload-rate", "4M",
                "webendpoints.control.max-body-size", "2K",
                "webendpoints.calls.max-message-memory", Integer.toString(MAX_MESSAGE_MEMORY));
    }
}
