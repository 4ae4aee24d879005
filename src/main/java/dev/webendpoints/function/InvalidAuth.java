package dev.webendpoints.function;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.webendpoints.failure.InvalidRequest;

/** The value is not an {@link EndpointAuth} in the spelling of the API. */
public final class InvalidAuth extends InvalidRequest {

    public InvalidAuth(String auth) {
        super("'" + auth + "' is not a kind of auth; it must be one of "
                + Arrays.stream(EndpointAuth.values())
                        .map(EndpointAuth::spelling)
                        .collect(Collectors.joining(", "))
                + ", or null for what the code says");
    }
}
