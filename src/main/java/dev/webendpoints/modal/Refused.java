package dev.webendpoints.modal;

import io.grpc.Status;

/** Thrown for a request that this server rejects; the client shows the message to its user. */
final class Refused extends RuntimeException {

    private final Status.Code code;

    private Refused(Status.Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** The request uses a feature of Modal that this server does not have. */
    static Refused unsupported(String sentence) {
        return new Refused(Status.Code.UNIMPLEMENTED, sentence);
    }

    /** The request is not valid. */
    static Refused invalid(String sentence) {
        return new Refused(Status.Code.INVALID_ARGUMENT, sentence);
    }

    static Refused notFound(String sentence) {
        return new Refused(Status.Code.NOT_FOUND, sentence);
    }

    static Refused unauthenticated(String sentence) {
        return new Refused(Status.Code.UNAUTHENTICATED, sentence);
    }

    static Refused forbidden(String sentence) {
        return new Refused(Status.Code.PERMISSION_DENIED, sentence);
    }

    Status.Code code() {
        return code;
    }
}
