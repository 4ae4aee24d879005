package dev.webendpoints.failure;

/** The kinds of failures that the domain foresees. */
public enum FailureKind {

    /** The request is not valid, whatever the state of the server. */
    INVALID(400),

    /** The credential is missing or not valid. */
    UNAUTHENTICATED(401),

    /** The credential does not permit the operation. */
    PERMISSION_DENIED(403),

    /** The workspace has no such thing. */
    NOT_FOUND(404),

    /** The name is in use. */
    ALREADY_EXISTS(409),

    /** The state that the request is based on has changed; the client must begin again. */
    FAILED_PRECONDITION(409),

    /** The content exceeds a limit on its size. */
    TOO_LARGE(413),

    /** A quota or a rate is exceeded. */
    RESOURCE_EXHAUSTED(429),

    /** The server cannot do this now; a retry is reasonable. */
    UNAVAILABLE(503);

    private final int httpStatus;

    FailureKind(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** Returns the status of an HTTP response that reports this kind (RFC 9110). */
    public int httpStatus() {
        return httpStatus;
    }
}
