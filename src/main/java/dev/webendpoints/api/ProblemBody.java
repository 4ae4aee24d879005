package dev.webendpoints.api;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A problem (RFC 9457) for requests that are answered before the REST layer sees them. */
public final class ProblemBody {

    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemBody() {}

    /** @param detail a sentence of the server's own, without characters that JSON escapes */
    public static String of(HttpResponseStatus status, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"" + status.reasonPhrase() + "\",\"status\":" + status.code()
                + ",\"detail\":\"" + detail + "\"}";
    }
}
