package dev.webendpoints.function;

import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The four ways in which Python serves a URL, in the spelling of the API. */
public enum EndpointKind {
    FASTAPI_ENDPOINT("fastapi_endpoint"),
    ASGI_APP("asgi_app"),
    WSGI_APP("wsgi_app"),
    WEB_SERVER("web_server");

    private final String spelling;

    EndpointKind(String spelling) {
        this.spelling = spelling;
    }

    @JsonValue
    public String spelling() {
        return spelling;
    }

    /** @throws IllegalArgumentException if the API has no such spelling */
    @JsonCreator
    public static EndpointKind of(String spelling) {
        return Arrays.stream(values())
                .filter(kind -> kind.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of endpoint: " + spelling));
    }
}
