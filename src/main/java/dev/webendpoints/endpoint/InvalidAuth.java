package dev.webendpoints.endpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** No way to protect an endpoint is spelled so. */
public final class InvalidAuth extends RuntimeException {

    public InvalidAuth(String auth) {
        super("'" + auth + "' is not a kind of auth; it must be one of "
                + Arrays.stream(EndpointAuth.values())
                        .map(EndpointAuth::spelling)
                        .collect(Collectors.joining(", "))
                + ", or null for what the code says");
    }
}
