package dev.webendpoints.gateway.http1;

/** How the end of a body is determined (RFC 9112 §6.3). */
public enum BodyFraming {
    /** There is no body. */
    NONE,
    /** {@code Content-Length} octets. */
    COUNTED,
    CHUNKED,
    /** Responses only: until the connection ends. */
    UNTIL_CLOSE
}
