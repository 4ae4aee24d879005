package dev.webendpoints.failure;

/** The credential does not permit the operation. */
public class Forbidden extends DomainFailure {

    /** @param sentence for the caller */
    public Forbidden(String sentence) {
        super(FailureKind.FORBIDDEN, sentence);
    }
}
