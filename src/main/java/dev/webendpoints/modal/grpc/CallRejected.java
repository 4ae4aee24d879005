package dev.webendpoints.modal.grpc;

import io.grpc.Status;

/** Thrown for a request that this server rejects; the client shows the message to its user. */
public final class CallRejected extends RuntimeException {

    private final Status.Code code;

    private CallRejected(Status.Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** The request uses a feature of Modal that this server does not have. */
    public static CallRejected unsupported(String sentence) {
        return new CallRejected(Status.Code.UNIMPLEMENTED, sentence);
    }

    /** The request is not valid. */
    public static CallRejected invalid(String sentence) {
        return new CallRejected(Status.Code.INVALID_ARGUMENT, sentence);
    }

    public static CallRejected notFound(String sentence) {
        return new CallRejected(Status.Code.NOT_FOUND, sentence);
    }

    /** @param action what the code of a worker may not do */
    static CallRejected notFromWorker(String action) {
        return forbidden(
                "The code of a worker is not allowed to do this: " + action + ". Use the Modal client outside of it.");
    }

    static CallRejected unauthenticated(String sentence) {
        return new CallRejected(Status.Code.UNAUTHENTICATED, sentence);
    }

    static CallRejected forbidden(String sentence) {
        return new CallRejected(Status.Code.PERMISSION_DENIED, sentence);
    }

    public Status.Code code() {
        return code;
    }
}
