package dev.webendpoints.api;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Writes a problem (RFC 9457) for requests that are answered before the REST layer. */
public final class ProblemBody {

    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemBody() {}

    /** @param detail a message of the server itself, without characters that JSON escapes */
    public static String of(HttpResponseStatus status, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"" + status.reasonPhrase() + "\",\"status\":" + status.code()
                + ",\"detail\":\"" + detail + "\"}";
    }
}
