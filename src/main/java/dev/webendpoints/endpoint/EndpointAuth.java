package dev.webendpoints.endpoint;

import java.util.Arrays;

/** What the gateway asks of a request before it reaches the function, spelled as the API spells it. */
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

    /** @throws InvalidAuth for a spelling that the API does not have */
    static EndpointAuth of(String spelling) {
        return Arrays.stream(values())
                .filter(auth -> auth.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new InvalidAuth(spelling));
    }
}
