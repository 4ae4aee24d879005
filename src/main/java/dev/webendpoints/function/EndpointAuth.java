package dev.webendpoints.function;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.webendpoints.failure.InvalidRequest;

/** The authentication that the gateway requires of a request, in the spelling of the API. */
public enum EndpointAuth {
    NONE("none"),
    PROXY_TOKEN("proxy_token"),
    BEARER("bearer"),
    CUSTOM("custom");

    private final String spelling;

    EndpointAuth(String spelling) {
        this.spelling = spelling;
    }

    public String spelling() {
        return spelling;
    }

    /** @throws InvalidRequest if the API has no such spelling */
    public static EndpointAuth of(String spelling) {
        return Arrays.stream(values())
                .filter(auth -> auth.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(sentence(spelling)));
    }

    private static String sentence(String spelling) {
        return "'" + spelling + "' is not a kind of auth; it must be one of "
                + Arrays.stream(values()).map(EndpointAuth::spelling).collect(Collectors.joining(", "))
                + ", or null for what the code says";
    }
}
