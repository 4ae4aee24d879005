package dev.webendpoints.modal;

import io.grpc.Status;

/** Something that this server does not do for a client, said in a sentence that the client shows its user. */
final class Refused extends RuntimeException {

    private final Status.Code code;

    private Refused(Status.Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** What was asked for exists in Modal, and not here. */
    static Refused unsupported(String sentence) {
        return new Refused(Status.Code.UNIMPLEMENTED, sentence);
    }

    /** What was sent is not valid. */
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
