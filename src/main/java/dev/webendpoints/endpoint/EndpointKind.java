package dev.webendpoints.endpoint;

import java.util.Arrays;

/** The four ways in which Python serves a URL, spelled as the API spells them. */
public enum EndpointKind {
    FASTAPI_ENDPOINT("fastapi_endpoint"),
    ASGI_APP("asgi_app"),
    WSGI_APP("wsgi_app"),
    WEB_SERVER("web_server");

    private final String spelling;

    EndpointKind(String spelling) {
        this.spelling = spelling;
    }

    public String spelling() {
        return spelling;
    }

    /** @throws IllegalArgumentException for a spelling that the API does not have */
    public static EndpointKind of(String spelling) {
        return Arrays.stream(values())
                .filter(kind -> kind.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of endpoint: " + spelling));
    }
}
