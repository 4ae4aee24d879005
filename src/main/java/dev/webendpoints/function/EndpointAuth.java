package dev.webendpoints.function;

import java.util.Arrays;

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

    /** @throws InvalidAuth if the API has no such spelling */
    public static EndpointAuth of(String spelling) {
        return Arrays.stream(values())
                .filter(auth -> auth.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new InvalidAuth(spelling));
    }
}
